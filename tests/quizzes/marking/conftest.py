"""A post-test with a choice, an essay of two points and a case, and the clock at nine."""

from __future__ import annotations

import pytest

from lms.db import db, transaction
from quizzes.attempts import services
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, of_kind, question

CASE = [
    {"kind": "essay", "stem": "Apa langkah pertama?", "model": "Model kasus.", "points": 1},
    {"kind": "true_false", "stem": "Benar?", "answer": True},
]
QUESTIONS = [
    question("pilihan"),
    of_kind("essay", points=2, words={"least": 2, "most": 9}, model="Isi jawaban yang baik."),
    of_kind("case", stem="Kasus diceritakan.", parts=CASE),
]
ESSAY = "Paragraf satu.\n\n<b>Paragraf</b> dua."


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz(app, world):
    return quiz_factories.make_quiz(app, world.training_id, questions=QUESTIONS)


@pytest.fixture
def hand_in(app, quiz):
    """`hand_in(seat)` answers and submits; gives the attempt's id and the essays' places."""

    def send(seat, text=ESSAY, *, case="Datang ke rumahnya.", right=True, quiz_id=quiz):
        with app.app_context():
            with transaction():
                row = db.session.get_one(Quiz, quiz_id)
                attempt = services.start_attempt(row, seat, seed=seat, actor_id=1, at=NINE)
                places = _answer(attempt, text, case, right=right)
                services.submit_attempt(attempt.id, actor_id=1, at=NINE)
            return attempt.id, places["essay"], places["case"]

    return send


def _answer(attempt: Attempt, text: str, case: str, *, right: bool) -> dict[str, int]:
    places = {}
    for number, asked in enumerate(attempt.paper["questions"], start=1):
        if asked["kind"] == "essay":
            name = "case" if asked.get("part") else "essay"
            places[name], given = number, case if asked.get("part") else text
            choices = [given] if given else []
        else:
            choices = asked["correct"] if right else []
        save_answer(attempt.id, number, choices, sequence=1, at=NINE)
    return places


@pytest.fixture
def score(app):
    """`score(attempt_id)`: the points and the score, None while something waits."""

    def read(attempt_id):
        attempt = quiz_factories.attempt(app, attempt_id)
        return attempt.points, attempt.score

    return read
