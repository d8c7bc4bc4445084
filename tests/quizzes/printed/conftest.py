"""Budi prints a paper of every kind; sheets are keyed through the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.db import db
from quizzes.attempts import papers
from quizzes.printed import keyed
from quizzes.printed.models import PrintedPaper
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, TESTS

KERTAS = f"{TESTS}/kelola/tes-akhir/kertas"
TEN = NINE + timedelta(hours=1)
TIMES = {"mulai": "31-01-2024 09.05", "selesai": "31-01-2024 09.25"}


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    questions = [
        *quiz_factories.one_of_each(),
        quiz_factories.question(
            "banyak",
            kind="multiple",
            options=[
                {"text": f"Pilihan {place}", "correct": place < 3, "why": "Sebab rahasia."}
                for place in range(4)
            ],
        ),
        quiz_factories.of_kind("true_false", answer=True, why_true="Ya.", why_false="Bukan."),
        quiz_factories.of_kind("file", model="Foto."),
    ]
    return quiz_factories.make_quiz(app, world.training_id, questions=questions)


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def printed(app, at, budi, quiz_id):
    """The row of a paper printed at nine; it is ten then."""
    budi.post(KERTAS, {"form": quiz_id, "known": 0})
    at(TEN)
    with app.app_context():
        return db.session.query(PrintedPaper).one()


@pytest.fixture
def right(printed):
    """What to key for a sheet with every answer right; an essay of three words."""
    paper = papers.thaw(printed.paper)
    answers = quiz_factories.answers_of_each(paper)
    return {
        f"soal-{n}": keyed.write(question, answers[n])
        for n, question in enumerate(paper.questions, start=1)
    }


@pytest.fixture
def sheet(printed, world):
    return f"{KERTAS}/{printed.code}/{world.ani_seat}"


@pytest.fixture
def key(sheet, right):
    """`key(browser, seen, **changes)` sends the whole sheet."""

    def send(browser, seen, address=sheet, **changes):
        times = TIMES if seen else {}
        return browser.post(address, {**right, **times, "salinan": seen, **changes})

    return send


def fields_of(text: str) -> list[str]:
    """The questions a page asks to be keyed."""
    return [part.split('"')[0] for part in text.split('name="soal-')[1:]]
