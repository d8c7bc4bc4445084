"""Pictures become small and hold nothing but the picture."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from courses.authoring.pictures import MOST_BYTES, free_name, prepare, safe_stem
from courses.catalogue.figures import BadFigureError

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>A</title><desc>B</desc>'
    '<rect width="40" height="20"/></svg>'
)


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    output = io.BytesIO()
    image.save(output, form, **options)
    return output.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("file_name", "stem"),
    [
        ("Foto Rumah (1).JPG", "foto-rumah-1"),
        ("C:\\gambar\\Alur.png", "alur"),
        ("../../etc/passwd", "passwd"),
        ("Ma’rūfah.png", "ma-rufah"),
        ("図.png", "gambar"),
        ("", "gambar"),
        ("a" * 200 + ".png", "a" * 60),
    ],
)
def test_a_name_is_made_safe(file_name, stem):
    assert safe_stem(file_name) == stem


@pytest.mark.parametrize(
    ("taken", "name"),
    [((), "a.png"), (("a.png",), "a-2.png"), (("a.png", "a-2.png"), "a-3.png")],
)
def test_a_picture_never_takes_anothers_name(taken, name):
    assert free_name("a.png", taken) == name


def test_a_photo_shrinks_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "di rumah KPM"
    figure = prepare("IMG 1.jpeg", saved(noise(2400, 1800), "JPEG", exif=exif))
    assert figure.name == "img-1.jpg"
    assert len(figure.data) <= MOST_BYTES
    assert (figure.width < figure.height, max(figure.width, figure.height) <= 1280) == (True, True)
    assert not opened(figure.data).getexif()
    assert b"rumah" not in figure.data


def test_a_small_drawing_stays_a_png_with_its_transparency():
    image = Image.new("RGBA", (300, 200), (200, 0, 0, 100))
    figure = prepare("alur.png", saved(image, "PNG"))
    assert (figure.name, figure.width, figure.height) == ("alur.png", 300, 200)
    assert opened(figure.data).mode in {"RGBA", "P"}


def test_a_large_png_becomes_a_photo_on_white():
    image = noise(1500, 1500)
    image.putalpha(0)
    figure = prepare("besar.png", saved(image, "PNG"))
    assert len(figure.data) <= MOST_BYTES
    assert max(figure.width, figure.height) <= 1280


def test_a_drawing_is_kept_as_it_is():
    figure = prepare("Alur Baru.svg", DRAWING.encode())
    assert (figure.name, figure.data) == ("alur-baru.svg", DRAWING.encode())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "bukan gambar"),
        (b"GIF89a" + bytes(20), "bukan gambar"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "bukan gambar"),
        (b"%PDF-1.7", "bukan gambar"),
        (DRAWING.replace("<rect", "<script/><rect").encode(), "<script>"),
        (DRAWING.replace("<rect", '<rect onload="x()"').encode(), "onload"),
        (b"x" * (15 * 1024 * 1024 + 1), "15 MB"),
        (saved(Image.new("1", (9000, 9000)), "PNG"), "50 megapiksel"),
    ],
    ids=["empty", "gif", "broken", "pdf", "script", "event", "heavy", "bomb"],
)
def test_what_is_no_harmless_picture_is_refused(data, problem):
    with pytest.raises(BadFigureError) as caught:
        prepare("a.png", data)
    assert problem in str(caught.value)
