"""The frame and the SPECIMEN mark as PDF drawing operators.

Drawn by hand rather than as SVG: each is compressed once per process and placed in every
document as a Form XObject. The ribbon borrows two motifs of sasirangan cloth, *gigi haruan*
(the zigzag of fish teeth) and the dotted line that the stitches leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

PAGE_WIDTH = 841.89
PAGE_HEIGHT = 595.276

_MM = 72 / 25.4
_GREEN = "0.043 0.325 0.271"
_LEAF = "0.086 0.463 0.388"
_PALE = "0.757 0.871 0.839"
_GOLD = "0.949 0.718 0.020"
_MARK = "0.973 0.867 0.855"
_INDIGO = "0.110 0.231 0.431"
_STEEL = "0.541 0.600 0.671"
_MIST = "0.788 0.847 0.918"

_EDGE = 8.5 * _MM  # paper edge to ribbon: inside what office printers can reach
_BAND = 5.0 * _MM
_STEP = 10.0 * _MM


def front() -> bytes:
    """Return the frame of the front: ribbon on four sides, corner blocks, gold hairline."""
    width, height = PAGE_WIDTH - 2 * _EDGE, PAGE_HEIGHT - 2 * _EDGE
    far_x, far_y = _EDGE + width, _EDGE + height
    sides = (
        (1, 0, 0, 1, _EDGE, far_y - _BAND, width),
        (-1, 0, 0, -1, far_x, _EDGE + _BAND, width),
        (0, 1, -1, 0, _EDGE + _BAND, _EDGE, height),
        (0, -1, 1, 0, far_x - _BAND, far_y, height),
    )
    parts: list[str] = []
    for a, b, c, d, x, y, length in sides:
        parts += ["q", f"{a} {b} {c} {d} {x:.2f} {y:.2f} cm", *_ribbon(length), "Q"]
    for x in (_EDGE, far_x - _BAND):
        for y in (_EDGE, far_y - _BAND):
            parts += _corner(x, y)
    parts += _outline(_EDGE - 2.2, 0.5, _GREEN)
    parts += _outline(_EDGE + _BAND + 4.2, 0.8, _GOLD)
    return _operators(parts)


def back() -> bytes:
    """Return the quieter frame of the back: one ribbon at the head, a hairline around."""
    width = PAGE_WIDTH - 2 * _EDGE
    top = PAGE_HEIGHT - _EDGE - _BAND
    parts = ["q", f"1 0 0 1 {_EDGE:.2f} {top:.2f} cm", *_ribbon(width), "Q"]
    for x in (_EDGE, _EDGE + width - _BAND):
        parts += _corner(x, top)
    parts += [f"{_GREEN} rg", f"{_EDGE:.2f} {_EDGE:.2f} {width:.2f} 1.4 re f"]
    parts += [f"{_GOLD} rg", f"{_EDGE:.2f} {_EDGE + 3.2:.2f} {width:.2f} 0.8 re f"]
    return _operators(parts)


def attendance_front() -> bytes:
    """Return the frame of the certificate of attendance: two stitched bands and thin lines.

    Nothing of it is taken for the other frame, not in a grey copy either: no ribbon runs around
    the page, no corner is filled.
    """
    width, height = PAGE_WIDTH - 2 * _EDGE, PAGE_HEIGHT - 2 * _EDGE
    parts = [*_stitched(_EDGE, PAGE_HEIGHT - _EDGE - _BAND, width), *_stitched(_EDGE, _EDGE, width)]
    parts += [f"{_STEEL} RG 0.6 w"]
    for inset in (_EDGE, _EDGE + 3):
        for x in (inset, PAGE_WIDTH - inset):
            parts.append(f"{x:.2f} {_EDGE + _BAND:.2f} m {x:.2f} {_EDGE + height - _BAND:.2f} l S")
    return _operators(parts)


def attendance_back() -> bytes:
    """Return its quieter back: one band at the foot."""
    width = PAGE_WIDTH - 2 * _EDGE
    parts = [*_stitched(_EDGE, _EDGE - 2, width)]
    parts += [f"{_STEEL} rg {_EDGE:.2f} {PAGE_HEIGHT - _EDGE:.2f} {width:.2f} 0.6 re f"]
    return _operators(parts)


def specimen(font_file: Path) -> bytes:
    """Return the word SPECIMEN across the page, as outlines: seen, but no part of the text."""
    with TTFont(font_file) as font:
        glyphs, cmap, advance = font.getGlyphSet(), font.getBestCmap(), 0.0
        pen = _PathPen(glyphs)
        for letter in "SPECIMEN":
            pen.shift = advance
            glyph = glyphs[cmap[ord(letter)]]
            glyph.draw(pen)
            advance += glyph.width + 60
        cap_height, units = font["OS/2"].sCapHeight, font["head"].unitsPerEm
    size = 104 / units
    cos, sin = 0.848 * size, 0.53 * size  # about 32 degrees
    # A little to the right of the middle, clear of the QR code.
    x = PAGE_WIDTH / 2 + 16 - (advance * cos - cap_height * sin) / 2
    y = PAGE_HEIGHT / 2 - (advance * sin + cap_height * cos) / 2
    matrix = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.2f} {y:.2f} cm"
    return _operators([matrix, f"{_MARK} rg", *pen.operators, "f"])


def _operators(parts: Iterable[str]) -> bytes:
    return "\n".join(parts).encode("ascii")


def _ribbon(length: float) -> Iterator[str]:
    """Draw one ribbon from (0, 0) along the x axis, its outer edge up."""
    count = round((length - 2 * _BAND) / _STEP)
    step = (length - 2 * _BAND) / count
    yield f"{_GREEN} rg 0 0 {length:.2f} {_BAND:.2f} re f"
    starts = [_BAND + index * step for index in range(count)]
    yield f"{_LEAF} rg"
    for x in starts:
        yield _polygon((x, 0), (x + step / 2, _BAND * 0.62), (x + step, 0))
    yield f"{_GREEN} rg"
    for x in starts:
        yield _polygon((x + step * 0.2, 0), (x + step / 2, _BAND * 0.36), (x + step * 0.8, 0))
    yield f"{_GOLD} rg"
    for x in starts[1:]:
        yield _diamond(x, _BAND * 0.68, 2.3)
    yield f"{_PALE} rg"
    for x in starts:
        for index in range(1, 8):
            along = index / 8
            rise = 1 - abs(2 * along - 1)
            yield _dot(x + along * step, _BAND * (0.2 + 0.62 * rise), 0.8)


def _stitched(x: float, y: float, length: float) -> Iterator[str]:
    """Draw a band with two rows of running stitches."""
    thick = _BAND * 0.6
    low = y + (_BAND - thick) / 2
    yield f"{_INDIGO} rg {x:.2f} {low:.2f} {length:.2f} {thick:.2f} re f"
    yield f"{_MIST} RG 0.7 w [5 3.5] 0 d"
    for share in (0.3, 0.7):
        along = low + thick * share
        yield f"{x + 4:.2f} {along:.2f} m {x + length - 4:.2f} {along:.2f} l S"
    yield "[] 0 d"


def _corner(x: float, y: float) -> Iterator[str]:
    middle_x, middle_y = x + _BAND / 2, y + _BAND / 2
    yield f"{_GREEN} rg {x:.2f} {y:.2f} {_BAND:.2f} {_BAND:.2f} re f"
    yield f"{_GOLD} rg"
    yield _diamond(middle_x, middle_y, _BAND * 0.38)
    yield f"{_GREEN} rg"
    yield _diamond(middle_x, middle_y, _BAND * 0.22)
    yield f"{_PALE} rg"
    yield _diamond(middle_x, middle_y, _BAND * 0.1)


def _outline(inset: float, thickness: float, colour: str) -> Iterator[str]:
    yield f"{colour} RG {thickness} w"
    width, height = PAGE_WIDTH - 2 * inset, PAGE_HEIGHT - 2 * inset
    yield f"{inset:.2f} {inset:.2f} {width:.2f} {height:.2f} re S"


def _polygon(*points: tuple[float, float]) -> str:
    (x, y), *rest = points
    lines = " ".join(f"{right:.2f} {up:.2f} l" for right, up in rest)
    return f"{x:.2f} {y:.2f} m {lines} f"


def _diamond(x: float, y: float, radius: float) -> str:
    return _polygon((x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius))


def _dot(x: float, y: float, side: float) -> str:
    return f"{x - side / 2:.2f} {y - side / 2:.2f} {side} {side} re f"


class _PathPen(BasePen):  # type: ignore[misc]
    """Collects glyph outlines as PDF path operators."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.shift = 0.0
        self.operators: list[str] = []

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = " ".join(f"{x + self.shift:.1f} {y:.1f}" for x, y in points)
        self.operators.append(f"{numbers} {operator}")

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")
