"""The cover of the EPUB as a picture: shelves of reading apps show nothing else."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from courses.handouts.volumes import Volume
from lms.assets import FOLDER
from lms.i18n import local_date, official_date

SIZE = (900, 1200)
_MARGIN = 90
_WIDTH = SIZE[0] - 2 * _MARGIN
_FIELD = 800  # the green part
_GREEN, _GOLD, _WHITE, _INK, _GREY = "#0b5345", "#f2b705", "#ffffff", "#16202b", "#4a5866"
_TITLE_SIZES = range(60, 27, -4)
_TITLE_HEIGHT = 440
_LEADING = 1.3


def cover_png(volume: Volume) -> bytes:
    image = Image.new("RGB", SIZE, _WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], _FIELD), fill=_GREEN)
    _ribbon(draw)
    _lines(draw, 90, volume.organiser, 30, 600, _WHITE)
    _lines(draw, 230, f"Buku materi {volume.kind}", 32, 600, _GOLD)
    _lines(draw, 290, volume.title, _title_size(volume.title), 700, _WHITE)
    _lines(draw, 960, volume.edition, 32, 600, _INK)
    day = official_date(local_date(volume.updated_at))
    _lines(draw, 1020, f"Naskah per {day}", 28, 400, _GREY)
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _ribbon(draw: ImageDraw.ImageDraw) -> None:
    """The same lozenges as at the head of every page."""
    draw.rectangle((0, _FIELD, SIZE[0], _FIELD + 30), fill=_GOLD)
    for centre in range(30, SIZE[0], 60):
        middle = _FIELD + 15
        points = [(centre - 15, middle), (centre, _FIELD), (centre + 15, middle)]
        draw.polygon([*points, (centre, _FIELD + 30)], fill=_GREEN)


def _title_size(title: str) -> int:
    for size in _TITLE_SIZES:
        lines = _wrapped(title, _font(size, 700))
        if len(lines) * size * _LEADING <= _TITLE_HEIGHT:
            return size
    return _TITLE_SIZES[-1]


def _lines(
    draw: ImageDraw.ImageDraw, top: int, text: str, size: int, weight: int, colour: str
) -> None:
    font = _font(size, weight)
    for number, line in enumerate(_wrapped(text, font)):
        draw.text((_MARGIN, top + number * size * _LEADING), line, colour, font)


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=16)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FOLDER / "fonts" / "plus-jakarta-sans.woff2"), size)
    font.set_variation_by_axes([weight])
    return font
