"""One question's page: its answers, its approval, its versions."""

from __future__ import annotations

import pytest

from quizzes.bank.models import QuestionStatus
from tests import quiz_factories
from tests.quiz_factories import page, question
from tests.quizzes.authoring.conftest import BANK

ONE = f"{BANK}/butir/S-1"
pytestmark = pytest.mark.usefixtures("quiz_id")


def test_the_page_shows_the_right_answer_the_reasons_and_the_quizzes(budi):
    text = page(budi.get(ONE))
    for words in (
        "Benar sekali",
        "Sebab rahasia Keliru tiga",
        "Penjelasan rahasia S-1",
        "Tes akhir",
    ):
        assert words in text


def test_a_question_of_another_training_is_not_found(app, budi, world):
    assert budi.get(f"{BANK}/butir/S-9").status_code == 404
    assert budi.post(f"{BANK}/butir/S-9/setujui").status_code == 404


def test_approval_is_taken_back_with_a_reason_and_given_again(budi, question_row, audited, world):
    refused = budi.post(f"{ONE}/tarik", {"reason": "  "})
    assert refused.status_code == 422
    assert "Tulis alasannya." in refused.get_data(as_text=True)
    assert question_row("S-1").status is QuestionStatus.APPROVED
    for _press in (1, 2):
        assert budi.post(f"{ONE}/tarik", {"reason": "Dasar hukum berubah"}).status_code == 303
    text = page(budi.get(ONE))
    assert "Persetujuan ditarik Budi Santoso, 31 Januari 2024 pukul 09.00 WITA" in text
    assert "Dasar hukum berubah" in text
    for _press in (1, 2):
        assert budi.post(f"{ONE}/setujui").status_code == 303
    assert "Disetujui Budi Santoso" in page(budi.get(ONE))
    assert [entry.action for entry in audited("question.")] == [
        "question.withdrawn",
        "question.approved",
    ]
    assert audited("question.withdrawn")[0].reason == "Dasar hukum berubah"


def test_an_incomplete_question_cannot_be_approved(budi, question_row):
    page_of_it = page(budi.get(f"{BANK}/butir/S-4"))
    assert "Yang belum ada: tingkat." in " ".join(page_of_it.split())
    assert budi.post(f"{BANK}/butir/S-4/setujui").status_code == 422
    assert question_row("S-4").status is QuestionStatus.UNCONFIRMED


def test_versions_tell_what_changed(app, world, budi):
    changed = [question("S-1", stem="Pertanyaan yang lebih jelas?")]
    quiz_factories.make_quiz(app, world.training_id, questions=changed)
    assert "versi/2" in page(budi.get(ONE))
    text = page(budi.get(f"{ONE}/versi/2"))
    assert "<del>Pertanyaan S-1?</del>" in text
    assert "<ins>Pertanyaan yang lebih jelas?</ins>" in text
    assert "Sebab rahasia" not in text
    assert budi.get(f"{ONE}/versi/3").status_code == 404
