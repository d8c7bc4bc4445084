"""The logo: refused before it is decoded where it is too large, else painted anew."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from certificates.template import logos
from lms.words import InputError
from tests.certificates.template.conftest import picture


def written(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    output = io.BytesIO()
    image.save(output, form, **options)
    return output.getvalue()


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def noise(side: int) -> Image.Image:
    return Image.frombytes("RGB", (side, side), random.Random(7).randbytes(3 * side * side))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(logos.MOST_BYTES + 1), "lebih besar dari 5 MB"),
        (picture(size=(4001, 4000)), "terlalu besar ukuran pikselnya"),
        (picture(size=(99, 40)), "terlalu kecil untuk dicetak"),
        (written(Image.new("RGB", (200, 200)), "GIF"), "bukan gambar PNG atau JPEG"),
        (b"", "bukan gambar PNG atau JPEG"),
    ],
    ids=["bytes", "pixels", "tiny", "gif", "nothing"],
)
def test_what_is_of_no_use_is_refused(data, message):
    with pytest.raises(InputError, match=message):
        logos.prepared(data)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGBA", (300, 300), (255, 0, 0, 0)),
        Image.new("LA", (300, 300), (0, 0)),
        Image.new("P", (300, 300)),
        Image.new("1", (300, 300), 1),
        noise(1200),
    ],
    ids=["transparent", "grey", "palette", "bits", "photo"],
)
def test_it_comes_out_small_opaque_and_the_same_once_more(image):
    once = logos.prepared(written(image))
    assert read(once).mode == "RGB"
    assert len(once) <= logos.MOST_KEPT_BYTES
    assert logos.prepared(once) == once


def test_what_was_transparent_is_white_as_the_paper():
    data = logos.prepared(written(Image.new("RGBA", (300, 300), (255, 0, 0, 0))))
    assert read(data).getpixel((150, 150)) == (255, 255, 255)


def test_what_a_camera_wrote_beside_the_picture_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "alamat rumah"
    data = logos.prepared(written(Image.new("RGB", (300, 200)), "JPEG", exif=exif))
    assert b"alamat" not in data
    assert not read(data).getexif()
