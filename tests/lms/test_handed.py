"""A handed-in file as it is kept: told by its bytes, small, and without what was hidden in it."""

from __future__ import annotations

import io
import random
import resource
import time
from pathlib import Path

import pytest
from PIL import Image

from lms import handed
from lms.handed import handed_file
from lms.words import InputError

BOMB = Path(__file__).parents[1] / "quizzes" / "exchange" / "files" / "png_20000x20000.png"
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def picture(size=(60, 40), kind="JPEG", mode="RGB", color="teal", **options) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size, color).save(output, kind, **options)
    return output.getvalue()


def kept(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_photo_loses_where_and_with_what_it_was_taken():
    exif = Image.Exif()
    exif[0x0110] = "Ponsel Rahasia"
    exif.get_ifd(0x8825)[1] = "S"
    data = picture(exif=exif, comment=b"catatan rahasia")
    assert b"Ponsel Rahasia" in data
    file = handed_file("IMG_1.jpg", data)
    assert not kept(file.data).getexif()
    assert b"ahasia" not in file.data


def test_a_photo_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert kept(handed_file("a.jpg", picture(exif=exif)).data).size == (40, 60)


def test_a_large_photo_is_made_smaller_and_light():
    noise = Image.frombytes("RGB", (2600, 1500), random.Random(1).randbytes(2600 * 1500 * 3))
    output = io.BytesIO()
    noise.save(output, "JPEG", quality=90)
    file = handed_file("besar.jpeg", output.getvalue())
    assert max(kept(file.data).size) <= handed.LARGEST_SIDE
    assert len(file.data) < handed.MOST_KEPT_BYTES


def test_what_is_transparent_becomes_white():
    file = handed_file("skema.png", picture(kind="PNG", mode="RGBA", color=(0, 0, 0, 0)))
    assert file.media_type == handed.JPEG
    assert kept(file.data).getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_stays_as_it_is():
    assert handed_file("surat.pdf", PDF) == handed.HandedFile("surat.pdf", PDF, handed.PDF)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("foto rumah.PNG", "foto rumah.jpg"),
        ("C:\\Users\\Ani\\rumah.heic", "rumah.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("rumah\r\nSet-Cookie: a.jpg", "rumah Set-Cookie: a.jpg"),
        ("x" * 300 + ".jpg", "x" * 150 + ".jpg"),
        (".jpg", ".jpg.jpg"),
        ("", "berkas.jpg"),
    ],
)
def test_names_are_kept_without_folders_and_end_in_what_the_file_is(name, shown):
    assert handed_file(name, picture()).name == shown


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "tidak dapat dibaca"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "tidak dapat dibaca"),
        (b"<html><script>alert(1)</script>", "tidak dapat dibaca"),
        (picture(kind="GIF"), "tidak dapat dibaca"),
        (picture((600, 600))[:900], "tidak dapat dibaca"),
        (PDF[:20], "tidak utuh"),
        (PDF + b" " * (5 * 1024 * 1024) + b"%%EOF", "lebih besar dari 5 MB"),
        (picture() + b" " * (15 * 1024 * 1024), "lebih besar dari 15 MB"),
        (picture((6000, 4000), "PNG", "1", 1), "ukuran pikselnya"),
        (picture((14000, 14000), "PNG", "1", 1), "terlalu besar ukuran pikselnya"),
    ],
)
def test_other_files_and_too_large_ones_are_refused(data, words):
    with pytest.raises(InputError, match=words):
        handed_file("a.jpg", data)


def test_a_picture_of_400_megapixels_is_refused_before_it_is_decoded():
    """76 KB in the file; decoded it would take 1.2 GB. 100 MB more at the peak are too many."""
    data = BOMB.read_bytes()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(InputError, match="terlalu besar ukuran pikselnya"):
        handed_file("foto.png", data)
    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
