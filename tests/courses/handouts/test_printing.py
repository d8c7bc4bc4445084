"""The PDF of a volume: valid, tagged, with contents whose page numbers are right."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from courses.handouts import printing
from tests.courses.handouts.conftest import faults_of_pdf, make_volume
from tests.verapdf import judging


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(reader: PdfReader, number: int) -> str:
    return " ".join(reader.pages[number].extract_text().split())


def outline_of(reader: PdfReader) -> list[tuple[int, str, int]]:
    """(depth, title, page from 1) of every bookmark."""
    found = []

    def walk(entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, depth + 1)
            else:
                page = reader.get_destination_page_number(entry)
                found.append((depth, entry.title, page + 1))

    walk(reader.outline, 0)
    return found


def tags_of(reader: PdfReader, kind: str) -> list[DictionaryObject]:
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == kind:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("kind", ["book", "single"])
def test_qpdf_finds_no_fault(request, tmp_path, kind):
    assert faults_of_pdf(request.getfixturevalue(kind), tmp_path) == ""


def test_verapdf_finds_both_fit_to_be_read_out(book, single, tmp_path):
    assert judging.faults({"book": book, "single": single}, "ua1", tmp_path) == {}


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("book", "Bimbingan Teknis Pendamping Sosial <Uji>"),
        ("single", "Modul PS-01 – Judul modul & rincian 1"),
    ],
)
def test_it_says_what_it_is(request, kind, title):
    reader = read(request.getfixturevalue(kind))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == title
    assert reader.metadata.author == "Dinas Sosial Provinsi Kalimantan Selatan"
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert b'part="1"' in root["/Metadata"].get_data() or b">1</pdfuaid:part>" in (
        root["/Metadata"].get_data()
    )


def test_cover_and_imprint_tell_of_which_texts_it_is_made(book):
    reader = read(book)
    cover, imprint = text_of(reader, 0), text_of(reader, 1)
    assert "Bimbingan Teknis Pendamping Sosial <Uji>" in cover
    assert "Dinas Sosial Provinsi Kalimantan Selatan" in cover
    assert "Edisi 2024" in cover
    assert "Naskah per 31 Januari 2024" in cover
    assert "PS-01 Judul modul & rincian 1 2 1 31 Januari 2024" in imprint
    assert "PS-02 Judul modul & rincian 2 2 2 30 Januari 2024" in imprint


def test_the_contents_give_the_pages_on_which_things_are(book):
    reader = read(book)
    pages = {title: page for _depth, title, page in outline_of(reader)}
    contents = text_of(reader, pages["Daftar isi"] - 1)
    told = re.findall(r"(PS-\d\d Judul modul & rincian \d)[ .]+(\d+)", contents)
    assert told == [
        (f"PS-{n:02d} Judul modul & rincian {n}", str(pages[f"Judul modul & rincian {n}"]))
        for n in (1, 2)
    ]
    assert f"Tabel panjang{' .' * 3}" in contents


def test_bookmarks_follow_the_headings(book):
    assert [(depth, title) for depth, title, _page in outline_of(read(book))] == [
        (0, "Tentang naskah ini"),
        (0, "Daftar isi"),
        (0, "Judul modul & rincian 1"),
        (1, "Hasil belajar"),
        (1, "Tabel panjang"),
        (1, "Sumber"),
        (0, "Judul modul & rincian 2"),
        (1, "Hasil belajar"),
        (2, "Rincian"),
    ]


def test_pages_are_numbered_and_headed_with_their_module(book):
    reader = read(book)
    last_of_table = next(
        number for number in range(len(reader.pages)) if "Bahan 59" in text_of(reader, number)
    )
    page = text_of(reader, last_of_table)
    assert "Modul PS-01 · Judul modul & rincian 1" in page
    assert re.search(rf"\b{last_of_table + 1}\b", page)


def test_a_long_table_repeats_its_head_on_each_page(book):
    reader = read(book)
    texts = [text_of(reader, number) for number in range(len(reader.pages))]
    with_rows = [text for text in texts if re.search(r"Bahan \d+ \d+ lembar", text)]
    assert len(with_rows) >= 2
    assert all("Nama Banyak Harga" in text for text in with_rows)


def test_pictures_have_their_words(book):
    words = {str(tag.get("/Alt")) for tag in tags_of(read(book), "/Figure")}
    assert {"Dua langkah, dari atas ke bawah.", "Satu titik."} <= words


def test_only_our_own_letters_are_used(book):
    names = {
        str(font.get_object()["/BaseFont"]).partition("+")[2].rstrip(",")
        for page in read(book).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert names
    assert all(name.startswith(("Plus-Jakarta-Sans", "Source-S")) for name in names), names


def test_links_on_paper_tell_where_they_lead(single):
    reader = read(single)
    text = "".join(text_of(reader, number) for number in range(len(reader.pages)))
    assert "aturan (https://contoh.go.id/a?b=1&c=2)" in text
    assert re.search(r"bagian tabel \(hlm\. \d\)", text)
    assert "(perlu konfirmasi Dinsos)" in text
    assert "Undang-Undang Nomor 13 Tahun 2011" in text


def test_equal_volumes_give_equal_bytes(app, book):
    with app.app_context():
        assert printing.print_pdf(make_volume()) == book
