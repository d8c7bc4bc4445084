"""Fifty answers through a network that breaks: none lost, none twice.

The seeds decide what is tapped, when the signal goes, and which replies get lost. What the page has
said to be on the phone is what must be on the server in the end.
"""

from __future__ import annotations

from random import Random

import pytest
import sqlalchemy as sa

from lms.db import db
from quizzes.attempts import queries
from quizzes.attempts.models import AnswerEvent
from tests import factories, quiz_factories
from tests.browser.offline import HOME, UNTIL, only_the_page_sends
from tests.quiz_factories import NINE

PAPER = f"{HOME}/tes/tes-akhir/kerjakan"
QUESTIONS = 50
CHANGES = 15  # answers that are tapped a second time
SEEDS = (1, 3, 8)

TAP = "([number, key]) => document.getElementById(`p${number}-${key}`).click()"
ON_PHONE = """(wanted) => wanted.every((number) => document
  .querySelector(`#soal-${number} [data-status]`).textContent.startsWith("Tersimpan di"))"""
SEND = UNTIL % "(await answers.turn()) === ''"

pytestmark = pytest.mark.browser


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def attempt_id(app, world):
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=QUESTIONS)
    return quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)


@pytest.fixture
def stored(app, attempt_id):
    def read():
        with app.app_context():
            return {n: given.choices[0] for n, given in queries.answers(attempt_id).items()}

    return read


@pytest.fixture
def logged(app):
    def read():
        with app.app_context():
            return list(db.session.scalars(sa.select(AnswerEvent).order_by(AnswerEvent.id)))

    return read


def losing(random):
    """Half of the replies get lost after the server has stored the answer, some requests before."""

    def handle(route):
        lot = random.random()
        if lot < 0.1:
            route.abort()
        elif lot < 0.6:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    return handle


@pytest.mark.parametrize("seed", SEEDS)
def test_t2_fifty_answers_through_a_broken_network(phone, world, stored, logged, seed):
    random = Random(seed)
    context = phone(world.ani)
    only_the_page_sends(context)
    page = context.new_page()
    page.goto(PAPER)
    page.route("**/jawaban/*", losing(random))
    numbers = [*range(1, QUESTIONS + 1), *random.sample(range(1, QUESTIONS + 1), CHANGES)]
    random.shuffle(numbers)
    taps = {}
    for number in numbers:
        taps[number] = random.choice("abcd".replace(taps.get(number, "-"), ""))
        page.evaluate(TAP, [number, taps[number]])
        if random.random() < 0.15:
            context.set_offline(random.random() < 0.5)
    page.wait_for_function(ON_PHONE, arg=list(taps))
    context.set_offline(False)
    page.evaluate(SEND)
    assert stored() == taps
    events = logged()
    assert len({event.key for event in events}) == len(events)
    assert len({(event.question_number, event.sequence) for event in events}) == len(events)
    assert not any(event.is_stale for event in events)
