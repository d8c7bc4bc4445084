"""A key that is corrected after the decision: eligibility is checked again before anything."""

from __future__ import annotations

import re

import pytest

from courses.trainings.models import Training
from lms.db import db, transaction
from quizzes.attempts import papers, services
from quizzes.attempts.keeping import save_answer
from quizzes.bank.models import Quiz
from tests import quiz_factories
from tests.certificates import making
from tests.certificates.decisions.test_after_a_decision import board, is_blocked, text_of, world

__all__ = ["world"]

TEST = "tes-penutup"
CORRECTION = "/pelatihan/bimtek-uji/soal/butir/T-1/koreksi"


def questions(first="Benar sekali"):
    found = [quiz_factories.question(f"T-{n}") for n in range(1, 26)]
    for option in found[0]["options"]:
        option["correct"] = option["text"] == first
    return found


@pytest.fixture
def sat(app, world):
    """`sat(18, "Benar sekali")`: so many of 25 right, and what was chosen for the first."""
    quiz_id = quiz_factories.make_quiz(app, world.training_id, TEST, questions=questions())
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"post_test": TEST}

    def sit(right, first):
        with app.app_context(), transaction():
            quiz = db.session.get_one(Quiz, quiz_id)
            attempt = services.start_attempt(quiz, world.ani_seat, seed=1, actor_id=1, at=making.AT)
            left = right - (first == "Benar sekali")
            for number, asked in enumerate(papers.thaw(attempt.paper).questions, start=1):
                by_text = {option.text: option.key for option in asked.options}
                if "T-1?" in asked.stem:
                    choice = next(key for text, key in by_text.items() if first in text)
                else:
                    wanted, left = left > 0, left - 1
                    choice = next(
                        key for key in by_text.values() if (key in asked.correct) == wanted
                    )
                save_answer(attempt.id, number, [choice], sequence=1, at=making.AT)
            services.submit_attempt(attempt.id, actor_id=1, at=making.AT)

    return sit


def correct_key(app, sign_in, world, right):
    quiz_factories.make_quiz(app, world.training_id, TEST, questions=questions(right))
    apply(sign_in(world.budi), f"{CORRECTION}/kunci")


def apply(budi, address):
    page = text_of(budi.get(address))
    assert "diperiksa lagi sebelum sertifikatnya diterbitkan" in page
    shown = re.search(r'name="shown" value="(\w+)"', page)[1]
    answer = budi.post(address, {"shown": shown, "reason": "Kunci keliru"})
    assert answer.status_code == 303


def test_c117_score_that_falls_makes_the_decision_stale_and_blocks_the_certificate(
    app, sign_in, world, at, sat
):
    sat(18, "Benar sekali")
    making.decide(app, world, world.ani_seat)
    assert "Bukti berubah" not in board(sign_in, world, at)
    correct_key(app, sign_in, world, "Keliru satu")
    page = board(sign_in, world, at)
    assert "Bukti berubah sejak diputuskan" in page
    assert "nilai tes akhir berubah 72,00 → 68,00" in page
    assert is_blocked(sign_in, world, app, at)


def test_score_that_rises_is_told_too(app, sign_in, world, at, sat):
    sat(18, "Keliru satu")
    making.decide(app, world, world.ani_seat)
    correct_key(app, sign_in, world, "Keliru satu")
    assert "nilai tes akhir berubah 72,00 → 76,00" in board(sign_in, world, at)
    assert is_blocked(sign_in, world, app, at)


def test_score_that_stays_leaves_the_decision_in_force(app, sign_in, world, at, sat):
    sat(18, "Keliru dua")
    making.decide(app, world, world.ani_seat)
    correct_key(app, sign_in, world, "Keliru satu")
    assert "Bukti berubah" not in board(sign_in, world, at)
    assert not is_blocked(sign_in, world, app, at)


def test_cancelled_question_makes_the_decision_stale_too(app, sign_in, world, at, sat):
    sat(18, "Keliru satu")
    making.decide(app, world, world.ani_seat)
    apply(sign_in(world.budi), f"{CORRECTION}/batal")
    assert "nilai tes akhir berubah 72,00 → 76,00" in board(sign_in, world, at)
    assert is_blocked(sign_in, world, app, at)
