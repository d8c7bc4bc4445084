"""Pictures inside a file: kept small and safe under names of our own, and given back."""

from __future__ import annotations

import base64
import io
import time
import tracemalloc

import pytest
from PIL import Image, ImageDraw

from courses.catalogue.figures import LARGEST_SIDE, MOST_PHOTO_BYTES
from quizzes.exchange.candidates import candidate_of, candidates_of
from quizzes.exchange.items import Reading
from quizzes.exchange.pictures import MOST_PICTURES
from quizzes.exchange.reading import read_questions
from tests.quizzes.exchange.conftest import FILES

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>Denah</title>'
    b"<desc>Dua ruang</desc><rect width='40' height='20'/></svg>"
)


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), colour: str = "red", **options):
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).line((0, 0, *size), fill="white")
    output = io.BytesIO()
    image.save(output, form, **options)
    return output.getvalue()


def file(name: str, data: bytes, path: str = "/") -> str:
    encoded = base64.b64encode(data).decode()
    return f'<file name="{name}" path="{path}" encoding="base64">{encoded}</file>'


def question(stem: str, *files: str, inside: str = "", name: str = "Gambar") -> str:
    return (
        f'<question type="truefalse"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text>{"".join(files)}'
        f"</questiontext>{inside}"
        '<answer fraction="100"><text>true</text></answer>'
        '<answer fraction="0"><text>false</text></answer></question>'
    )


def quiz(*questions: str) -> bytes:
    return f"<quiz>{''.join(questions)}</quiz>".encode()


def read(*questions: str, known: dict[str, str] | None = None) -> Reading:
    return read_questions(quiz(*questions), known=known)


def notes(reading: Reading) -> list[str]:
    (item,) = reading.items
    return [str(note) for note in item.notes]


def reason(reading: Reading) -> str:
    assert not reading.items
    (refusal,) = reading.refusals
    assert refusal.name == "Gambar"
    return str(refusal.reason)


SHOWN = '<p>Lihat <img src="@@PLUGINFILE@@/peta.png" alt="Peta"></p>'


@pytest.mark.parametrize(("form", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "png")])
def test_a_picture_beside_a_text_becomes_a_figure_of_ours(form, suffix):
    reading = read(question(SHOWN, file("peta.png", picture(form))))
    ((path, figure),) = reading.figures.items()
    assert path == f"figures/{figure.name}"
    assert figure.name.startswith("soal-")
    assert figure.suffix == suffix
    assert not notes(reading)
    content = candidates_of(reading).found[0].content
    assert content["stem"].strip() == (
        f'<p>Lihat <img src="{figure.picture.address}" alt="Peta" width="40" height="20" '
        'loading="lazy"></p>'
    )


def test_pictures_stand_in_answers_and_feedback_and_the_same_one_is_kept_once():
    data = picture()
    inside = (
        f'<generalfeedback format="html"><text>&lt;img src="@@PLUGINFILE@@/x/b%20c.png?time=1" '
        f'alt="B"&gt;</text>{file("b c.png", data, "/x/")}</generalfeedback>'
    )
    choice = (
        '<answer fraction="100" format="html"><text>&lt;img src="@@PLUGINFILE@@/a.png" alt="A"&gt;'
        f'</text>{file("a.png", data)}</answer><answer fraction="0"><text>tidak</text></answer>'
    )
    item = (
        '<question type="multichoice"><name><text>n</text></name><questiontext format="html">'
        f"<text>Mana?</text></questiontext>{inside}{choice}</question>"
    )
    reading = read(item)
    (path,) = reading.figures
    candidate = candidates_of(reading).found[0]
    assert path in candidate.body.options[0].text
    assert path in candidate.body.explanation
    address = reading.figures[path].picture.address
    assert f'src="{address}" alt="A"' in candidate.content["options"][0]["text"]
    assert f'src="{address}" alt="B"' in candidate.content["explanation"]


def test_data_addresses_are_taken_in_every_format():
    data = "data:image/png;base64," + base64.b64encode(picture()).decode()
    texts = [
        f"[html]Lihat <img src='{data}' alt='Peta'> {{T}}",
        f"[markdown]Lihat ![Peta]({data}) {{T}}",
    ]
    for text in texts:
        escaped = text.replace("='", "\\='").replace(":image", "\\:image").replace("==", "\\=\\=")
        reading = read_questions(escaped.encode())
        (figure,) = reading.figures.values()
        content = candidates_of(reading).found[0].content
        assert f'src="{figure.picture.address}" alt="Peta"' in content["stem"], text


def test_a_photo_is_turned_upright_made_smaller_and_tells_no_place():
    photo = Image.new("RGB", (3000, 1500), "green")
    exif = photo.getexif()
    exif[0x0112], exif[0x010F] = 6, "Kamera Rahasia"
    output = io.BytesIO()
    photo.save(output, "JPEG", exif=exif)
    assert b"Kamera Rahasia" in output.getvalue()
    (figure,) = read(question(SHOWN, file("peta.png", output.getvalue()))).figures.values()
    assert b"Kamera" not in figure.data
    assert figure.height > figure.width
    assert max(figure.height, figure.width) <= LARGEST_SIDE
    assert len(figure.data) <= MOST_PHOTO_BYTES


def test_of_a_picture_that_moves_the_first_is_kept():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    output = io.BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    (figure,) = read(question(SHOWN, file("peta.png", output.getvalue()))).figures.values()
    with Image.open(io.BytesIO(figure.data)) as kept:
        assert getattr(kept, "n_frames", 1) == 1
        assert kept.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_a_drawing_is_taken_only_if_it_draws_and_nothing_else():
    assert read(question(SHOWN, file("peta.png", SVG))).figures
    for bad in (
        SVG.replace(b"<rect", b"<script>alert(1)</script><rect"),
        SVG.replace(b"<rect", b"<rect onclick='x()'"),
        SVG.replace(b"<svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg", 1),
    ):
        assert "gambar tidak dapat dipakai" in reason(read(question(SHOWN, file("peta.png", bad))))


@pytest.mark.parametrize(
    ("stem", "files", "note"),
    [
        (SHOWN, (), 'gambar "peta.png" tidak ada dalam berkas'),
        ("Soal?", (file("sisa.png", picture()),), 'berkas "sisa.png" tidak dipakai'),
        ('<img src="https://contoh.example/a.png" alt="Peta">?', (), "dari situs lain"),
        ('<img src="//contoh.example/a.png" alt="Peta">?', (), "dari situs lain"),
        ('<img src="figures/denah.svg" alt="Peta">?', (), "tidak ada dalam berkas"),
        ('<img src="../../etc/passwd" alt="Peta">?', (), "tidak ada dalam berkas"),
        ('<img src="@@PLUGINFILE@@/a.png">?', (file("a.png", picture()),), "tanpa teks alternatif"),
    ],
)
def test_what_is_wrong_with_a_picture_is_told_of_its_question(stem, files, note):
    reading = read(question(stem, *files))
    (warning,) = candidates_of(reading).warnings
    assert note in str(warning.reason)
    assert warning.name == "Gambar"


def test_a_picture_that_is_not_taken_leaves_its_words():
    reading = read(question('<p>Ini <img alt="Peta &lt;b&gt;" src="http://x.example/a.png">.</p>'))
    (item,) = reading.items
    assert candidate_of(item).content["stem"].strip() == "<p>Ini Peta &lt;b&gt;.</p>"


@pytest.mark.parametrize("name", ["../../keluar.png", "/etc/passwd", "C:\\\\x.png", "a\nb.png"])
def test_the_name_of_a_file_leads_nowhere(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stem = f'<img src="@@PLUGINFILE@@/{name.strip("/")}" alt="x">?'
    reading = read(question(stem, file(name, picture())))
    assert all(path.startswith("figures/soal-") for path in reading.figures)
    assert not list(tmp_path.rglob("*"))


def test_a_picture_that_is_a_figure_already_keeps_its_name():
    reading = read(question(SHOWN, file("peta.png", SVG)))
    (figure,) = reading.figures.values()
    again = read(question(SHOWN, file("lain.png", SVG), file("peta.png", SVG)),
                 known={figure.digest: "denah.svg"})  # fmt: skip
    assert list(again.figures) == ["figures/denah.svg"]


def png_of(width: int, height: int) -> bytes:
    """A small file of a picture that is huge when it is unpacked."""
    output = io.BytesIO()
    Image.new("1", (width, height)).save(output, "PNG", optimize=True)
    return output.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ((FILES.parent / "files" / "png_20000x20000.png").read_bytes(), "megapiksel"),
        (b"\x89PNG\r\n\x1a\n rusak", "tidak dapat dibaca"),
        (picture("BMP"), "tidak dapat dibaca"),
        (picture("TIFF"), "tidak dapat dibaca"),
        (picture()[:60], "tidak dapat di"),
        (b"%PDF-1.7", "tidak dapat dibaca"),
        (b"x" * 5_200_000, "lebih besar dari 5 MB"),
    ],
    ids=["bomb", "broken", "bmp", "tiff", "cut", "pdf", "big"],
)
def test_what_is_no_picture_of_ours_is_refused_before_it_is_unpacked(data, why):
    tracemalloc.start()
    began = time.process_time()
    assert why in reason(read(question(SHOWN, file("peta.png", data))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 5
    assert peak < 100_000_000


def test_text_that_is_no_base64_is_refused():
    broken = '<file name="peta.png" path="/" encoding="base64">bukan base64!</file>'
    assert "tidak dapat dibaca" in reason(read(question(SHOWN, broken)))


def test_many_pictures_are_too_many_and_many_large_ones_too_much():
    many = [
        question(SHOWN, file("peta.png", picture(size=(number + 1, 1))), name=f"G{number}")
        for number in range(MOST_PICTURES + 2)
    ]
    reading = read(*many)
    assert len(reading.figures) == MOST_PICTURES
    assert [str(refusal.reason) for refusal in reading.refusals] == [
        "lebih dari 200 gambar dalam satu berkas"
    ] * 2
    began = time.process_time()
    huge = read(*(
        question(SHOWN, file("peta.png", png_of(4900, 5000 + number)), name=f"G{number}")
        for number in range(30)
    ))  # fmt: skip
    assert "bila dijumlahkan" in str(huge.refusals[-1].reason)
    assert time.process_time() - began < 30


def test_a_picture_shown_a_thousand_times_is_unpacked_once():
    shown = '<img src="@@PLUGINFILE@@/peta.png" alt="x">' * 20_000
    began = time.process_time()
    reading = read(question(shown, file("peta.png", picture(size=(900, 900)))))
    assert len(reading.figures) == 1
    assert time.process_time() - began < 10
