"""A file as a trainee hands it in, made safe to keep and to show: a photo drawn anew, or a PDF.

Told by its bytes, never by its name. Drawing anew leaves out where a photo was taken and with
which phone, and whatever else was hidden in the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageOps

from lms.people.identity import clean_text
from lms.pictures import UNREADABLE, opened
from lms.words import N_, InputError

MEGABYTE = 1024 * 1024
MOST_PHOTO_BYTES = 15 * MEGABYTE
MOST_PDF_BYTES = 5 * MEGABYTE
MOST_KEPT_BYTES = MEGABYTE
LARGEST_SIDE = 2000
NAME_LENGTH = 150
# A JPEG is decoded at a fraction of its size, a PNG as a whole. 51 million is a phone's largest.
MOST_PIXELS = {"JPEG": 51_000_000, "PNG": 16_000_000}
# From good to just readable, until it is small enough.
_TRIES = ((2000, 85), (2000, 70), (1600, 70), (1200, 65), (900, 60))
TOO_MANY_PIXELS = N_("Foto ini terlalu besar ukuran pikselnya. Kecilkan dahulu.")
JPEG, PDF = "image/jpeg", "application/pdf"


@dataclass(frozen=True)
class HandedFile:
    name: str
    data: bytes
    media_type: str


def handed_file(name: str, data: bytes) -> HandedFile:
    """Raises InputError where it is neither a photo nor a PDF, or too large."""
    if data[:5] == b"%PDF-":
        return HandedFile(_named(name, ".pdf"), _checked_pdf(data), PDF)
    return HandedFile(_named(name, ".jpg"), _drawn_anew(data), JPEG)


def _checked_pdf(data: bytes) -> bytes:
    if len(data) > MOST_PDF_BYTES:
        raise InputError(N_("PDF ini lebih besar dari 5 MB. Kecilkan, lalu unggah lagi."))
    if b"%%EOF" not in data[-2048:]:
        raise InputError(N_("PDF ini tidak utuh. Buka dahulu di perangkat Anda, lalu coba lagi."))
    return data


def _drawn_anew(data: bytes) -> bytes:
    if len(data) > MOST_PHOTO_BYTES:
        raise InputError(N_("Foto ini lebih besar dari 15 MB. Kecilkan, lalu unggah lagi."))
    try:
        with opened(data, MOST_PIXELS) as image:
            if image.width * image.height > MOST_PIXELS[image.format or ""]:
                raise InputError(TOO_MANY_PIXELS)
            has_palette = image.mode in {"1", "P"}  # colours that cannot be mixed
            photo = image.convert("RGBA") if has_palette else image
            # Made smaller first, while it is read: all that follows is then cheap.
            photo.thumbnail((LARGEST_SIDE, LARGEST_SIDE), reducing_gap=1.0)
            flat = _flat(ImageOps.exif_transpose(photo))
    except InputError:
        raise
    except Image.DecompressionBombError as error:  # so many that Pillow does not even open it
        raise InputError(TOO_MANY_PIXELS) from error
    except UNREADABLE as error:
        raise InputError(
            N_("Berkas ini tidak dapat dibaca. Unggah foto JPEG atau PNG, atau PDF.")
        ) from error
    flat.info.clear()  # a comment would be written again
    return _small_enough(flat)


def _flat(image: Image.Image) -> Image.Image:
    """Without transparency, which would come out black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    upper = image.convert("RGBA")
    paper = Image.new("RGBA", upper.size, "white")
    return Image.alpha_composite(paper, upper).convert("RGB")


def _small_enough(image: Image.Image) -> bytes:
    data = b""
    for side, quality in _TRIES:
        image.thumbnail((side, side))
        output = io.BytesIO()
        image.save(output, "JPEG", quality=quality, optimize=True)
        data = output.getvalue()
        if len(data) < MOST_KEPT_BYTES:
            break
    return data


def _named(name: str, suffix: str) -> str:
    """The name the person knows it by, ending in what it is now."""
    stem = PurePosixPath(clean_text(name).replace("\\", "/")).stem
    return f"{stem[:NAME_LENGTH].strip() or 'berkas'}{suffix}"
