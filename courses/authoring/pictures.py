"""Pictures that authors bring: made small enough for a phone, and nothing in them but the picture.

A photo loses what its camera wrote about place and time, because it is painted anew.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Container

from PIL import Image, ImageOps

from courses.catalogue.figures import BadFigureError, FigureFile, figure_of
from lms.pictures import UNREADABLE, opened

MOST_UPLOADED = 15 * 1024 * 1024
MOST_BYTES = 150 * 1024
MOST_PIXELS = 50_000_000
SIDES = (1280, 1024, 800, 640)
QUALITIES = (82, 72, 60)
COLOURS = 256
STEM_LENGTH = 60


def prepare(file_name: str, data: bytes) -> FigureFile:
    """Make a figure of an uploaded file. Raises BadFigureError with what is wrong with it."""
    if len(data) > MOST_UPLOADED:
        raise BadFigureError([f"gambar lebih besar dari {MOST_UPLOADED // 1024 // 1024} MB"])
    stem = safe_stem(file_name)
    if b"<svg" in data[:2000]:
        return figure_of(f"{stem}.svg", data)
    suffix, painted = _painted(data)
    return figure_of(f"{stem}.{suffix}", painted)


def safe_stem(file_name: str) -> str:
    """A name that texts and addresses can hold: `Foto Rumah (1).JPG` becomes foto-rumah-1."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    letters = unicodedata.normalize("NFKD", last.rpartition(".")[0] or last).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words)[:STEM_LENGTH].strip("-") or "gambar"


def free_name(name: str, taken: Container[str]) -> str:
    """The name, or with a number the first one that no other picture has."""
    stem, _point, suffix = name.rpartition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem}-{number}.{suffix}"
    return free


def _painted(data: bytes) -> tuple[str, bytes]:
    try:
        with opened(data, ["PNG", "JPEG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadFigureError([f"gambar lebih dari {MOST_PIXELS // 1_000_000} megapiksel"])
            is_drawn = image.format == "PNG"
            upright = ImageOps.exif_transpose(image)
    except UNREADABLE as error:
        if isinstance(error, BadFigureError):
            raise
        raise BadFigureError(["bukan gambar PNG, JPEG, atau SVG yang dapat dibaca"]) from error
    picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    picture.info.clear()
    return _fitted(picture, is_drawn=is_drawn)


def _fitted(picture: Image.Image, *, is_drawn: bool) -> tuple[str, bytes]:
    """The best that a phone can bear: a drawing stays a PNG as long as it can."""
    smaller = picture
    for side in SIDES:
        smaller = picture.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        if is_drawn:
            for drawn in (smaller, smaller.quantize(COLOURS)):
                if len(data := _written(drawn, "PNG", optimize=True)) <= MOST_BYTES:
                    return "png", data
        for quality in QUALITIES:
            data = _written(_on_white(smaller), "JPEG", quality=quality, optimize=True)
            if len(data) <= MOST_BYTES:
                return "jpg", data
    raise BadFigureError([f"gambar tidak dapat dikecilkan sampai {MOST_BYTES // 1024} KB"])


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet


def _written(picture: Image.Image, form: str, **options: bool | int) -> bytes:
    output = io.BytesIO()
    picture.save(output, form, **options)
    return output.getvalue()
