"""Texts are measured: every line stays inside its box, no size below the smallest."""

from __future__ import annotations

import pytest

from certificates.document.fitting import Box, Face, FitError, fit, wrap
from certificates.document.page import NAME, TALL_NAME, Typesetter
from certificates.document.renderer import ASSETS

LETTERS = {
    "narrow": "il " * 50,
    "usual": "Muhammad Noor Wahyuningtyas " * 6,
    "wide": "WM" * 75,
    "one word": "Rahmatillah" * 14,
}


@pytest.fixture(scope="module")
def serif() -> Face:
    return Face(ASSETS / "fonts" / "EBGaramond-SemiBold.ttf")


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_a_name_of_any_length_fits_its_box_at_14_points_or_more(serif: Face, letters: str) -> None:
    typesetter = Typesetter(ASSETS / "fonts")
    for length in range(1, 151):
        name = letters[:length].strip()
        fitted = typesetter.name(name)
        assert fitted.size >= 14
        assert fitted.height <= TALL_NAME.height
        assert max(serif.width(line) for line in fitted.lines) * fitted.size <= NAME.width
        assert "".join(fitted.lines).replace(" ", "") == name.replace(" ", "")


def test_a_long_name_is_broken_into_even_lines(serif: Face) -> None:
    name = "Dr. H. Muhammad Nasrullah Rahmatillah Al-Banjari, S.Sos., S.H., M.Si., M.AP"
    lines = fit(name, serif, Box(width=500, height=80, largest=30, smallest=14)).lines
    widths = [serif.width(line) for line in lines]
    assert len(lines) == 2
    assert min(widths) > 0.8 * max(widths)


def test_a_short_name_takes_the_largest_size(serif: Face) -> None:
    assert fit("Sugianto", serif, NAME).size == NAME.largest


def test_a_text_without_room_is_refused(serif: Face) -> None:
    with pytest.raises(FitError):
        fit("x" * 200, serif, Box(width=50, height=20, largest=12, smallest=8))


def test_only_plain_spaces_break_a_line(serif: Face) -> None:
    assert wrap("satu dua\u00a0tiga", serif, serif.width("dua tiga")) == ("satu", "dua\u00a0tiga")


def test_letters_without_a_glyph_are_named(serif: Face) -> None:
    assert serif.lacking("José Néri Ma’rufah Ḥasan") == ""
    assert serif.lacking("صورة A") == "".join(sorted(set("صورة")))
