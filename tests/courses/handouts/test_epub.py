"""The EPUB of a course: what epubcheck says, what is inside, the same bytes each time."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from PIL import Image

from courses.handouts import epub
from tests.courses.handouts.conftest import (
    DRAWING,
    FIRST,
    chapter,
    faults_of_epub,
    make_volume,
)

OPF = {"o": "http://www.idpf.org/2007/opf", "d": "http://purl.org/dc/elements/1.1/"}
HTML = {"h": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def files(packed) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_epubcheck_finds_no_fault(packed, tmp_path):
    assert faults_of_epub(packed, tmp_path) == ""


def test_it_begins_as_readers_expect(packed):
    assert packed[30:58] == b"mimetypeapplication/epub+zip"


def test_it_says_what_it_is(files):
    package = etree.fromstring(files["EPUB/package.opf"])
    assert package.findtext(".//d:title", None, OPF) == "Bimbingan Teknis Pendamping Sosial <Uji>"
    assert package.findtext(".//d:language", None, OPF) == "id"
    modified = package.find(".//o:meta[@property='dcterms:modified']", OPF)
    assert modified.text == "2024-01-31T03:00:00Z"


def test_one_page_for_each_module_in_order(files):
    package = etree.fromstring(files["EPUB/package.opf"])
    spine = [item.get("idref") for item in package.findall(".//o:itemref", OPF)]
    assert spine == ["cover", "about", "nav", "ps-01", "ps-02"]
    page = etree.fromstring(files["EPUB/ps-01.xhtml"])
    assert page.findtext(".//h:h1", None, HTML) == "Judul modul & rincian 1"
    links = [link.get("href") for link in page.findall(".//h:a", HTML)]
    assert links == [
        "ps-02.xhtml",
        "https://diklat.example/pelatihan/uji/jadwal",
        "https://contoh.go.id/a?b=1&c=2",
        "#ps-01-tabel-panjang",
    ]


def test_the_contents_lead_to_every_section(files):
    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    links = [link.get("href") for link in nav.find(".//h:nav", HTML).iter(f"{{{HTML['h']}}}a")]
    assert links == [
        "about.xhtml",
        "ps-01.xhtml",
        "ps-01.xhtml#ps-01-hasil-belajar",
        "ps-01.xhtml#ps-01-tabel-panjang",
        "ps-01.xhtml#ps-01-sumber",
        "ps-02.xhtml",
        "ps-02.xhtml#ps-02-hasil-belajar",
    ]


def test_pictures_are_inside_with_their_words(files):
    image = etree.fromstring(files["EPUB/ps-01.xhtml"]).find(".//h:img", HTML)
    assert image.get("alt") == "Dua langkah, dari atas ke bawah."
    assert files[f"EPUB/{image.get('src')}"] == DRAWING


def test_the_cover_is_a_picture_of_a_usual_shape(files):
    with Image.open(io.BytesIO(files["EPUB/cover.png"])) as cover:
        assert (cover.format, cover.size) == ("PNG", (900, 1200))


def test_equal_volumes_give_equal_bytes(app, packed):
    with app.app_context():
        assert epub.bind_epub(make_volume()) == packed


def test_other_texts_are_another_book(app, packed, files):
    changed = (chapter(1, FIRST, content_hash="other"),)
    with app.app_context():
        data = epub.bind_epub(make_volume(chapters=changed))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        later = etree.fromstring(archive.read("EPUB/package.opf"))
    earlier = etree.fromstring(files["EPUB/package.opf"])
    name = ".//d:identifier"
    assert later.findtext(name, None, OPF) != earlier.findtext(name, None, OPF)


@pytest.mark.parametrize("title", ["A", "Pendampingan " * 20, "Takterputus" * 12])
def test_a_title_of_any_length_makes_a_cover(app, title):
    with app.app_context():
        assert epub.bind_epub(make_volume(title=title))
