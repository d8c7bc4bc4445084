"""A stored text bound into a book: anchors, links, pictures, tables."""

from __future__ import annotations

import pytest
from lxml import etree

from courses.handouts.texts import Binding, bind, picture_key, pictures_in
from lms import markdown
from tests.courses.handouts.conftest import FIRST, PICTURES, SECOND

BINDING = Binding(
    prefix="ps-01",
    chapters={"PS-02": "#ps-02"},
    page="https://diklat.example/pelatihan/uji/modul/PS-01",
    picture=lambda key: f"bound/{key}",
)


def bound(text: str):
    return bind(markdown.render(text, PICTURES), BINDING)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("PS-02", "#ps-02"),
        ("#tabel", "#ps-01-tabel"),
        ("https://contoh.go.id/a?b=1", "https://contoh.go.id/a?b=1"),
        ("../jadwal", "https://diklat.example/pelatihan/uji/jadwal"),
        ("/v", "https://diklat.example/v"),
        ("mailto:dinsos@contoh.go.id", "mailto:dinsos@contoh.go.id"),
        ("PS-99", "https://diklat.example/pelatihan/uji/modul/PS-99"),
    ],
)
def test_links_lead_somewhere_from_paper_too(written, address):
    link = bound(f"[ke sana]({written})").root.find(".//a")
    assert (link.get("href"), link.get("rel")) == (address, None)


def test_headings_are_told_apart_from_those_of_other_modules():
    found = bound("## Awal & tujuan\n\n### Isi *pokok*\n").headings
    assert [(h.level, h.id, h.title) for h in found] == [
        (2, "ps-01-awal-tujuan", "Awal & tujuan"),
        (3, "ps-01-isi-pokok", "Isi pokok"),
    ]


def test_pictures_are_those_of_the_book_and_keep_their_words():
    image = bound(FIRST).root.find(".//img")
    assert image.get("src") == "bound/alur.svg?v=0123456789ab"
    assert image.get("alt") == "Dua langkah, dari atas ke bawah."
    assert image.get("loading") is None


def test_each_picture_is_fetched_once():
    twice = f"![a](figures/alur.svg)\n\n{FIRST}"
    assert pictures_in(markdown.render(twice, PICTURES)) == ["alur.svg?v=0123456789ab"]


@pytest.mark.parametrize("source", ["https://contoh.go.id/a.png", "figures/../x", ""])
def test_a_picture_from_elsewhere_is_refused(source):
    with pytest.raises(ValueError, match="not a picture of ours"):
        picture_key(source)


def test_tables_lose_their_scroll_and_say_what_their_heads_are_for():
    root = bound("| Bahan | Banyak | Harga |\n|--|--|--|\n| Seng | 3 | Rp85.000 |\n").root
    assert root.find(".//div") is None
    heads = [(head.get("scope"), head.get("class")) for head in root.iter("th")]
    assert heads == [("col", None), ("col", "number"), ("col", "number")]
    assert root.find(".//table").get("class") == "short"


def test_what_awaits_the_office_is_marked():
    words = bound("Rp25 juta *(perlu konfirmasi Dinsos)* dan *biasa*.").root.findall(".//em")
    assert [word.get("class") for word in words] == ["confirm", None]


@pytest.mark.parametrize("text", [FIRST, SECOND, "a\x0cb & c\n"])
def test_a_text_is_well_formed_xml(text):
    etree.fromstring(f"<div>{bound(text).xml}</div>")
