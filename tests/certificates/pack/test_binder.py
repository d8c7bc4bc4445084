"""Parts bound into one PDF: numbered, found by bookmarks, and none can stop the others."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from certificates.pack import binder, papers
from lms.exports import Sheet, xlsx_bytes


def sheets(count: int, width: int = 595, height: int = 842, **secret: str) -> bytes:
    writer = PdfWriter()
    for _number in range(count):
        writer.add_blank_page(width=width, height=height)
    if secret:
        writer.encrypt(user_password=secret["password"])
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def picture() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (1000, 1400), (250, 250, 250)).save(output, "JPEG")
    return output.getvalue()


def bound(files: dict[str, bytes], front: int = 2):
    shown: list[list[binder.Part]] = []

    def cover(parts):
        shown.append(list(parts))
        return sheets(front)

    data = binder.bind(files, cover, sheets, title="Laporan uji")
    return PdfReader(io.BytesIO(data)), {part.title: part.page for part in shown[-1]}


def test_parts_stand_in_the_order_of_the_shelf_and_the_pages_follow():
    reader, pages = bound(
        {
            "8-sertifikat/register.pdf": sheets(1),
            "2-jadwal/jadwal.pdf": sheets(3),
            "2-jadwal/jadwal.xlsx": b"not a PDF",
            "8-sertifikat/berkas/0001 Ani.pdf": sheets(5),
            "7-keputusan/berita-acara.pdf": sheets(2, 842, 595),
        }
    )
    assert pages == {
        "Jadwal": 3, "Berita acara penetapan kompetensi": 6, "Register sertifikat": 8,
    }  # fmt: skip
    assert len(reader.pages) == 2 + 3 + 2 + 1
    found = {item.title: reader.get_destination_page_number(item) + 1 for item in reader.outline}
    assert found == {"Ringkasan dan isi": 1, **pages}
    assert reader.metadata.title == "Laporan uji"
    assert reader.trailer["/Root"]["/Lang"] == "id"


def test_photographed_sheets_become_pages_with_a_bookmark_each():
    reader, pages = bound(
        {
            "3-kehadiran/pindaian/h1-pagi-1.jpg": picture(),
            "3-kehadiran/pindaian/h1-siang-2.pdf": sheets(2),
        }
    )
    assert pages == {"Pindaian daftar hadir bertanda tangan": 3}
    assert len(reader.pages) == 2 + 1 + 2
    below = next(item for item in reader.outline if isinstance(item, list))
    assert [(item.title, reader.get_destination_page_number(item) + 1) for item in below] == [
        ("h1-pagi-1", 3),
        ("h1-siang-2", 4),
    ]
    assert round(float(reader.pages[2].mediabox.width)) == 595


@pytest.mark.parametrize(
    "broken", [b"%PDF-1.7 torn", b"", b"no PDF at all", sheets(1, password="rahasia")]
)
def test_a_part_that_cannot_be_read_is_named_and_left_out(broken):
    reader, pages = bound(
        {"2-jadwal/jadwal.pdf": broken, "7-keputusan/berita-acara.pdf": sheets(1)}
    )
    assert pages == {"Jadwal": 0, "Berita acara penetapan kompetensi": 3}
    assert len(reader.pages) == 3


def test_a_workbook_on_paper_says_what_the_workbook_says():
    workbook = xlsx_bytes(
        Sheet("Satu", ("Nama", "Nilai"), [("Ani", 70.5), ("Agus", None)], ("Pelatihan uji",)),
        Sheet("Dua", ("Nama", "Jumlah"), [], ("Pelatihan uji",)),
    )
    paper = papers.paper_of("Nilai", workbook)
    assert paper.about == ("Pelatihan uji",)
    one, two = paper.tables
    assert (one.header, one.rows) == (("Nama", "Nilai"), (("Ani", "70,50"), ("Agus", "")))
    assert one.figures == {1}
    assert (two.name, two.rows) == ("Dua", ())


def test_a_workbook_without_a_title_begins_with_its_header():
    workbook = xlsx_bytes(Sheet("Satu", ("Nama", "Jumlah"), [("Ani", 3), ("", None), ("Agus", 4)]))
    (table,) = papers.paper_of("Daftar", workbook).tables
    assert table.header == ("Nama", "Jumlah")
    assert [row[1] for row in table.rows] == ["3", "", "4"]
