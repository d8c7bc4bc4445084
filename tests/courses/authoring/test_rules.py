"""Flags, sentences, stored texts and pictures put into them."""

from __future__ import annotations

import pytest

from courses.authoring.rules import (
    FLAG,
    passages,
    sentence_before,
    snippet,
    tidy,
    with_snippet,
    without_flag,
)


def found(text: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.section, one.sentence) for one in passages(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tanpa tanda.", []),
        (f"Nilai Rp20 juta {FLAG}.", [(1, "", "Nilai Rp20 juta")]),
        (f"## Nilai\n\nSatu. Dua {FLAG}. Tiga.", [(3, "Nilai", "Dua")]),
        (f"## A\n\n### B *b*\n\nSatu {FLAG}.", [(5, "B b", "Satu")]),
        (f"Satu {FLAG}. Dua tiga {FLAG}.", [(1, "", "Satu"), (1, "", "Dua tiga")]),
        (f"Baris satu\nberlanjut {FLAG}.", [(2, "", "Baris satu berlanjut")]),
        (f"- butir **satu** {FLAG}\n- butir dua", [(1, "", "butir satu")]),
        (f"| Dasar | aturan {FLAG} | lain |", [(1, "", "Dasar: aturan")]),
        (f"```\ncontoh {FLAG}\n```", []),
        (f"```\n## bukan\n```\n\nIsi {FLAG}", [(5, "", "Isi")]),
        (f"## Judul {FLAG}", [(1, "Judul", "Judul")]),
        (f"*Gambar 1. Alur resmi. {FLAG}*", [(1, "", "Alur resmi.")]),
        (f"Menurut [Permensos](https://a.example) {FLAG}", [(1, "", "Menurut Permensos")]),
        (f"> Kutipan {FLAG}", [(1, "", "Kutipan")]),
        (FLAG, [(1, "", "")]),
    ],
)
def test_every_flag_is_told_with_its_sentence_section_and_line(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (f"Satu {FLAG}.\n", 1, "Satu.\n"),
        (f"Satu {FLAG}. Dua {FLAG}.\n", 1, f"Satu. Dua {FLAG}.\n"),
        (f"Satu {FLAG}. Dua {FLAG}.\n", 2, f"Satu {FLAG}. Dua.\n"),
        (f"```\n{FLAG}\n```\n\nSatu {FLAG}.", 1, f"```\n{FLAG}\n```\n\nSatu."),
        (f"Satu\ndua {FLAG}\ntiga {FLAG}.", 2, f"Satu\ndua {FLAG}\ntiga."),
        (f"*Gambar 1. Alur. {FLAG}*", 1, "*Gambar 1. Alur.*"),
        (f"| a {FLAG} | b {FLAG} |", 2, f"| a {FLAG} | b |"),
    ],
)
def test_one_flag_is_taken_away_and_no_other(text, number, expected):
    assert without_flag(text, number) == expected
    assert len(passages(expected)) == len(passages(text)) - 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Pergub No. 0105 jo. Nomor 056 berlaku ", "Pergub No. 0105 jo. Nomor 056 berlaku"),
        ("Satu. Dua. Tiga ", "Tiga"),
        ('Ia berkata "ya." Lalu pergi ', "Lalu pergi"),
        ("Apa? Ini ", "Ini"),
        ("Nilainya 2.500 rupiah ", "Nilainya 2.500 rupiah"),
        ("Menurut M. Yusuf benar ", "Menurut M. Yusuf benar"),
        ("Selesai. ", "Selesai."),
    ],
)  # fmt: skip
def test_a_sentence_begins_after_a_full_stop_that_ends_one(text, sentence):
    assert sentence_before(text) == sentence


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (None, "\n"),
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga\n"),
        ("\n\n## A\n\n\n", "## A\n"),
        ("a\0b\x1bc\td", "abc\td\n"),
        ("a\ud800b", "ab\n"),
        ("baris  \nsatu", "baris  \nsatu\n"),
    ],
)
def test_a_text_is_stored_in_one_form(text, stored):
    assert tidy(text) == stored
    assert tidy(stored) == stored


def test_a_picture_has_its_words_and_its_caption():
    assert snippet("alur.png", " Alur [baru] *cepat* ") == (
        "![Alur baru *cepat*](figures/alur.png)\n*Alur baru cepat*\n"
    )


@pytest.mark.parametrize(
    ("text", "cursor", "expected"),
    [
        ("A\n\nB\n", None, "A\n\nB\n\nP\n"),
        ("A\n\nB\n", 0, "A\n\nP\n\nB\n"),
        ("A\n\nB\n", 3, "A\n\nB\n\nP\n"),
        ("A\n\nB\n", 999, "A\n\nB\n\nP\n"),
        ("A\n\nB\n", -5, "A\n\nP\n\nB\n"),
        ("\n", None, "P\n"),
    ],
)
def test_a_piece_is_put_after_the_line_of_the_cursor(text, cursor, expected):
    assert with_snippet(text, "P\n", cursor) == expected
