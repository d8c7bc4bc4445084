"""What people type: numbers as they are written in Indonesia, and wordings with wildcards."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

_SPACE = re.compile(r"\s+")
_STAR = re.compile(r"(?<!\\)\*")
_RUPIAH = re.compile(r"^([+-]?)\s*rp\.?\s*", re.IGNORECASE)
_IN_FULL = re.compile(r"(?:,-+|\s*rupiah)$", re.IGNORECASE)  # Rp1.500.000,-
_POWER = re.compile(r"(?<=[^\W\d_])[²³]")  # of a unit, never of a number
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII)  # 1.500.000,50
_COMMA = re.compile(r"\d+|\d*,\d+", re.ASCII)  # 2,5
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})", re.ASCII)  # 1,500.50
_POINT = re.compile(r"\d*\.\d+", re.ASCII)  # 2.5
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2212\u2013\u2014", "''\"\"---")
_SWAPPED = str.maketrans(".,", ",.")
LONGEST_NUMBER = 40


def read_number(text: str, unit: str = "") -> Decimal | None:
    """Read a number, "Rp" before it and its unit after it allowed; None where it is none.

    Indonesian writing comes first: "1.500" is one thousand five hundred, "1,500" one and a half.
    """
    written = _RUPIAH.sub(r"\1", _levelled(text)).rstrip(" .,;")
    behind = _levelled(unit)
    if behind and written.casefold().endswith(behind.casefold()):
        written = written[: -len(behind)].rstrip()
    written = _IN_FULL.sub("", written).replace(" ", "")
    sign = "-" if written.startswith("-") else ""
    digits = written.lstrip("+-") if written[:2] not in ("--", "++", "+-", "-+") else ""
    if len(digits) > LONGEST_NUMBER:
        return None
    if _THOUSANDS.fullmatch(digits) or _COMMA.fullmatch(digits):
        return Decimal(sign + digits.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(digits) or _POINT.fullmatch(digits):
        return Decimal(sign + digits.replace(",", ""))
    return None


def _levelled(text: str) -> str:
    """With "m2" for "m²", which few keyboards have."""
    return _POWER.sub(lambda power: str(unicodedata.digit(power[0])), plain(text))


def is_near(given: Decimal, value: str, tolerance: str) -> bool:
    """Exact at any length: decimals would round what they subtract."""
    return abs(Fraction(given) - Fraction(value)) <= Fraction(tolerance)


def fits_wording(text: str, pattern: str, *, is_case_sensitive: bool) -> bool:
    """Whether a text says what a pattern does; "*" is anything, also nothing, "\\*" a star."""
    given = plain(text)
    pieces = [plain_edge(piece.replace("\\*", "*")) for piece in _STAR.split(pattern)]
    if not is_case_sensitive:
        given, pieces = given.casefold(), [piece.casefold() for piece in pieces]
    first, *rest = pieces
    if not rest:
        return given == plain(first)
    *middle, last = rest
    first, last = first.lstrip(), last.rstrip()
    if not given.startswith(first):
        return False
    place = len(first)
    for piece in middle:
        found = given.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(given) - len(last) >= place and given.endswith(last)


def write_number(value: str) -> str:
    """1500000.5 as 1.500.000,5."""
    return f"{Decimal(value):,f}".translate(_SWAPPED)


def write_wording(pattern: str) -> str:
    """An accepted wording as a person reads it: what may be anything is left open."""
    return _STAR.sub("\u2026", pattern).replace("\\*", "*")


def plain(text: str) -> str:
    """The same letters for the same words: space collapsed, one form of quotes and accents."""
    return plain_edge(text).strip()


def plain_edge(text: str) -> str:
    """The same, but the space at the ends stays: beside a wildcard it is part of the wording."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _SPACE.sub(" ", unicodedata.normalize("NFC", seen).translate(_QUOTES))


def writable(text: str) -> str:
    """Without what no page can show: control characters, and halves of characters."""
    kept = "\n\t"
    return "".join(
        char for char in text if char in kept or unicodedata.category(char) not in ("Cc", "Cs")
    )
