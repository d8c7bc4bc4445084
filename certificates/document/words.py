"""Wordings of numbers and dates as an Indonesian official document writes them."""

from __future__ import annotations

from datetime import date

from lms.i18n import MONTHS, official_date

_UNITS = (
    "",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number_in_words(number: int) -> str:
    """Return 18 as "delapan belas"; whole numbers from 1 to 999."""
    if not 1 <= number <= 999:
        raise ValueError(f"no wording for {number}")
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        tens, rest = divmod(number, 10)
        return f"{_UNITS[tens]} puluh {_UNITS[rest]}".rstrip()
    hundreds, rest = divmod(number, 100)
    start = "seratus" if hundreds == 1 else f"{_UNITS[hundreds]} ratus"
    return f"{start} {number_in_words(rest)}" if rest else start


def roman_month(day: date) -> str:
    """Return the month as official numbers write it: Juli is "VII"."""
    return _ROMAN_MONTHS[day.month - 1]


def date_range(first: date, last: date) -> str:
    """Return "31 Januari s.d. 1 Februari 2024", naming month and year only where they differ."""
    if last < first:
        raise ValueError("the last day is before the first")
    if first == last:
        return official_date(last)
    if first.year != last.year:
        start = official_date(first)
    elif first.month != last.month:
        start = f"{first.day} {MONTHS[first.month - 1]}"
    else:
        start = str(first.day)
    return f"{start} s.d. {official_date(last)}"


def grouped_nip(nip: str) -> str:
    """Return the 18 digits of a NIP in the usual groups: "19810330 200901 1 005"."""
    if len(nip) == 18 and nip.isdigit():
        return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
    return nip


def grouped_code(code: str) -> str:
    """Return a verification code in groups of four, as it is read aloud: "ABCD-EFGH-JKLM"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
