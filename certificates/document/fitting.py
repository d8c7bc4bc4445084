"""Measured fitting: the largest size at which a text stays inside its box.

Widths come from the font files that are printed, so the result does not depend on the
machine. Lines are broken here and printed without further wrapping; what the page shows is
what was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTFont

_WORD_SPACING = 0.06  # em, as the stylesheet sets it
_MARGIN = 1.02  # kerning may widen a few pairs
_SPACES = re.compile(r"[ \t\r\n]+")


class FitError(ValueError):
    """A text is too long for its place even at the smallest readable size."""


class Face:
    """Advance widths of one font file, in ems."""

    def __init__(self, path: Path) -> None:
        with TTFont(path) as font:
            units, advances = font["head"].unitsPerEm, font["hmtx"].metrics
            self._widths: dict[str, float] = {
                chr(code): advances[glyph][0] / units for code, glyph in font.getBestCmap().items()
            }

    @cached_property
    def _fallback(self) -> float:
        return max(self._widths.values())

    def width(self, text: str, tracking: float = 0.0) -> float:
        """Return the width of a text in ems, with letter spacing."""
        total = sum(self._widths.get(letter, self._fallback) for letter in text)
        return total * _MARGIN + tracking * len(text) + _WORD_SPACING * text.count(" ")

    def lacking(self, text: str) -> str:
        """Return the characters of a text that this face cannot draw, each once."""
        known = self._widths.keys() | {"\n", "\t", "\r"}
        return "".join(sorted(set(text) - known))


@dataclass(frozen=True)
class Box:
    """Room for a text, in points; sizes in whole points."""

    width: float
    height: float
    largest: int
    smallest: int
    leading: float = 1.2
    tracking: float = 0.0

    def share(self, part: float) -> Box:
        """Return a lower box for a crowded page; the smallest size stays."""
        largest = max(self.smallest, int(self.largest * part))
        return replace(self, height=self.height * part, largest=largest)


@dataclass(frozen=True)
class Fitted:
    """A text broken into lines at a size."""

    size: int
    lines: tuple[str, ...]
    leading: float

    @property
    def height(self) -> float:
        """Return the height of the lines in points."""
        return self.size * self.leading * len(self.lines)


def fit(text: str, face: Face, box: Box) -> Fitted:
    """Return the text at the largest size of the box, its lines of even length."""
    for size in range(box.largest, box.smallest - 1, -1):
        room = box.width / size
        lines = wrap(text, face, room, box.tracking)
        if len(lines) * size * box.leading <= box.height:
            even = _balanced(text, face, room, lines, box.tracking)
            return Fitted(size, even, box.leading)
    raise FitError(text)


def wrap(text: str, face: Face, room: float, tracking: float = 0.0) -> tuple[str, ...]:
    """Break a text into lines no wider than ``room`` ems, splitting only words that are wider."""
    lines: list[str] = []
    current = ""
    words = _SPACES.split(text.strip(" \t\r\n"))
    for piece in _pieces(words, face, room, tracking):
        longer = f"{current} {piece}" if current else piece
        if not current or face.width(longer, tracking) <= room:
            current = longer
        else:
            lines.append(current)
            current = piece
    return (*lines, current)


def _pieces(words: Iterable[str], face: Face, room: float, tracking: float) -> Iterable[str]:
    """Yield the words, cut where one alone is wider than a line."""
    for word in words:
        piece, width = "", 0.0
        for letter in word:
            step = face.width(letter, tracking)
            if piece and width + step > room:
                yield piece
                piece, width = "", 0.0
            piece, width = piece + letter, width + step
        yield piece


def _balanced(
    text: str, face: Face, room: float, lines: tuple[str, ...], tracking: float
) -> tuple[str, ...]:
    """Narrow the measure as far as the number of lines allows, so that no line is a scrap."""
    if len(lines) == 1 or any(face.width(word, tracking) > room for word in text.split(" ")):
        return lines
    low, high = room / len(lines) / 2, room
    for _ in range(12):
        middle = (low + high) / 2
        narrower = wrap(text, face, middle, tracking)
        too_wide = any(face.width(line, tracking) > room for line in narrower)
        if len(narrower) > len(lines) or too_wide or _splits_words(text, narrower):
            low = middle
        else:
            high, lines = middle, narrower
    return lines


def _splits_words(text: str, lines: tuple[str, ...]) -> bool:
    return " ".join(_SPACES.split(text.strip(" \t\r\n"))) != " ".join(lines)
