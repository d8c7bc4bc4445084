"""Ani, the post-test of the sample training, and the clock at nine."""

from __future__ import annotations

import pytest

from quizzes.attempts import queries
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, POST_TEST


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz(app, world):
    return quiz_factories.make_quiz(app, world.training_id)


@pytest.fixture
def ani(sign_in, world):
    return sign_in(world.ani)


@pytest.fixture
def choose(ani):
    """`choose(number, choices)` sends Ani's plain form of one question."""

    def send(number, choices, *, sequence=1, attempt=1, **fields):
        data = {"soal": number, "pengerjaan": attempt, "urutan": sequence, "pilihan": choices}
        return ani.post(f"{POST_TEST}/kerjakan", {**data, **fields})

    return send


@pytest.fixture
def stored(app):
    """Question number -> choices in force of the latest attempt."""

    def read():
        attempt = quiz_factories.attempts(app)[-1]
        with app.app_context():
            return {number: given.choices for number, given in queries.answers(attempt.id).items()}

    return read
