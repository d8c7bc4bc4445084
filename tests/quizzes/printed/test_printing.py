"""The files for the printer: what stands on every page, and what never does."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from PIL import Image

from courses.catalogue.figures import FigureFile
from courses.catalogue.services import keep_figure, store_figures
from courses.trainings.models import Training
from lms.db import db, transaction
from quizzes.bank.models import Quiz
from quizzes.printed.models import PrintedPaper
from tests import quiz_factories
from tests.quiz_factories import page
from tests.quizzes.printed.conftest import KERTAS
from tests.verapdf import judging

SECRETS = ("rahasia", "SKTM", "2,5", "24 m2", "Kunci")


def pages_of(answer) -> list[str]:
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    return [re.sub(r"\s+", " ", each.extract_text()) for each in reader.pages]


@pytest.fixture
def answers(budi, printed):
    return {name: budi.get(f"{KERTAS}/{printed.code}/{name}.pdf") for name in ("soal", "kunci")}


@pytest.fixture
def files(answers):
    """The pages of the paper and those of its key."""
    return [pages_of(answer) for answer in answers.values()]


def test_the_paper_and_its_key(answers, files, printed, tmp_path):
    paper, key = files
    for place, text in enumerate(paper, start=1):
        assert printed.code in text
        assert "Tes akhir" in text
        assert f"Halaman {place} dari {len(paper)}" in text
    whole = " ".join(paper)
    for word in (
        "Nama",
        "NIP",
        "Instansi",
        "Tanda tangan",
        "Petunjuk",
        "Sebuah kasus diceritakan.",
    ):
        assert whole.count(word) >= 1, word
    assert whole.count("Sebuah kasus diceritakan.") == 1, "above both of its questions"
    assert "1 soal unggah berkas tidak dicetak" in whole
    assert "10 soal" in whole
    assert not [secret for secret in SECRETS if secret in whole]
    told = " ".join(key)
    assert all(printed.code in text for text in key)
    assert "Hanya untuk fasilitator dan panitia" in told
    for secret in ("Penjelasan rahasia pilihan.", "SKTM", "2,5 ± 0,5", "24 m2", "Model rahasia."):
        assert secret in told, secret
    both = {name: answer.data for name, answer in answers.items()}
    assert judging.faults(both, "ua1", tmp_path) == {}


def test_the_same_paper_is_printed_again_after_the_bank_changed(app, world, budi, printed, files):
    changed = [quiz_factories.question("pilihan", stem="Lain sama sekali?")]
    quiz_factories.make_quiz(app, world.training_id, questions=changed)
    again = pages_of(budi.get(f"{KERTAS}/{printed.code}/soal.pdf"))
    assert again == files[0]


def test_a_form_of_two_is_chosen_and_told(app, world, budi, quiz_id):
    other = quiz_factories.make_quiz(app, world.training_id, "tes-lain", questions=2)
    with app.app_context(), transaction():
        db.session.get_one(Quiz, quiz_id).parallel_id = other
        db.session.get_one(Quiz, other).parallel_id = quiz_id
    assert "Paket B" in page(budi.get(KERTAS))
    budi.post(KERTAS, {"form": other, "known": 0})
    with app.app_context():
        row = db.session.query(PrintedPaper).one()
    assert (row.quiz_id, row.form_id) == (quiz_id, other)
    assert len(row.paper["questions"]) == 2
    (text, *_rest) = pages_of(budi.get(f"{KERTAS}/{row.code}/soal.pdf"))
    assert f"Paket B · Kode {row.code}" in text


def test_a_quiz_of_files_only_cannot_be_printed(app, world, budi):
    asked = [quiz_factories.of_kind("file", model="Foto.")]
    only = quiz_factories.make_quiz(app, world.training_id, questions=asked)
    answer = budi.post(KERTAS, {"form": only, "known": 0})
    assert answer.status_code == 409
    assert "dapat dijawab di kertas" in answer.get_data(as_text=True)


def test_pictures_of_questions_are_in_the_file(app, world, budi):
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "#f2b705").save(out, "PNG")
    figure = FigureFile("rumah.png", out.getvalue(), 300, 200)
    with app.app_context():
        store_figures([figure])
        with transaction():
            training = db.session.get_one(Training, world.training_id)
            keep_figure(training.curriculum_id, figure)
    asked = [quiz_factories.question("gambar", stem="Apa ini?\n\n![Rumah](figures/rumah.png)")]
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=asked)
    budi.post(KERTAS, {"form": quiz, "known": 0})
    with app.app_context():
        row = db.session.query(PrintedPaper).one()
    answer = budi.get(f"{KERTAS}/{row.code}/soal.pdf")
    assert len(pages_of(answer)) == 1
    (page_one,) = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    (picture,) = page_one.images
    assert picture.image.size == (300, 200)
