"""Numbers, dates and codes in the words of an official document."""

from __future__ import annotations

from datetime import date

import pytest

from certificates.document import words


@pytest.mark.parametrize(
    ("number", "wording"),
    [
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (18, "delapan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (120, "seratus dua puluh"),
        (999, "sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_a_number_is_written_in_words(number: int, wording: str) -> None:
    assert words.number_in_words(number) == wording


@pytest.mark.parametrize("number", [-1, 0, 1000])
def test_a_number_without_wording_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no wording"):
        words.number_in_words(number)


@pytest.mark.parametrize(
    ("first", "last", "wording"),
    [
        (date(2024, 1, 31), date(2024, 2, 1), "31 Januari s.d. 1 Februari 2024"),
        (date(2024, 1, 30), date(2024, 1, 31), "30 s.d. 31 Januari 2024"),
        (date(2024, 1, 31), date(2024, 1, 31), "31 Januari 2024"),
        (date(2023, 12, 31), date(2024, 1, 1), "31 Desember 2023 s.d. 1 Januari 2024"),
        (date(2023, 1, 31), date(2024, 1, 31), "31 Januari 2023 s.d. 31 Januari 2024"),
    ],
)
def test_a_range_of_days_names_only_what_differs(first: date, last: date, wording: str) -> None:
    assert words.date_range(first, last) == wording


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        words.date_range(date(2024, 2, 1), date(2024, 1, 31))


def test_months_are_roman_in_numbers_of_documents() -> None:
    assert [words.roman_month(date(2024, month, 1)) for month in (1, 4, 7, 9, 12)] == [
        "I", "IV", "VII", "IX", "XII",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("nip", "printed"),
    [("198103302009011005", "19810330 200901 1 005"), ("12345", "12345")],
)
def test_a_nip_is_printed_in_its_groups(nip: str, printed: str) -> None:
    assert words.grouped_nip(nip) == printed


def test_a_code_is_printed_in_groups_of_four() -> None:
    assert words.grouped_code("K7QMX2R9TBWD") == "K7QM-X2R9-TBWD"
