"""The logo at the head of a certificate: read from what was sent, painted anew as a small PNG.

The same bytes come out of what came out once, so a folder that was exported is loaded unchanged.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from lms.pictures import UNREADABLE, opened
from lms.words import N_, InputError

FILE = "certificate/logo.png"  # in a content folder
SUFFIX = ".png"
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 16_000_000
LEAST_SIDE = 100
MOST_KEPT_BYTES = 200 * 1024  # every certificate carries it
_SIDES = (500, 400, 300, 200, 100)  # it is printed 24 mm wide


def prepared(data: bytes) -> bytes:
    """The PNG that certificates carry. Raises InputError where it is no picture of use."""
    if len(data) > MOST_BYTES:
        raise InputError(N_("Lambang ini lebih besar dari 5 MB. Kecilkan, lalu unggah lagi."))
    try:
        with opened(data, ["PNG", "JPEG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise InputError(N_("Lambang ini terlalu besar ukuran pikselnya. Kecilkan dahulu."))
            if max(image.size) < LEAST_SIDE:
                raise InputError(
                    N_("Lambang ini terlalu kecil untuk dicetak. Pakai gambar 500 piksel.")
                )
            paper = _on_paper(ImageOps.exif_transpose(image))
    except InputError:
        raise
    except UNREADABLE as error:
        raise InputError(N_("Berkas ini bukan gambar PNG atau JPEG yang utuh.")) from error
    return _small_enough(paper)


def _on_paper(image: Image.Image) -> Image.Image:
    """Without transparency: it is printed on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    upper = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", upper.size, "white"), upper).convert("RGB")


def _small_enough(image: Image.Image) -> bytes:
    data = b""
    image.info.clear()  # a comment would be written again
    for side in _SIDES:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        output = io.BytesIO()
        image.save(output, "PNG", optimize=True)
        data = output.getvalue()
        if len(data) <= MOST_KEPT_BYTES:
            break
    return data
