"""Ten questions sat by 34 people; the key of the third turns out to be wrong."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.attempts import papers, services
from quizzes.attempts.keeping import save_answer
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.quiz_factories import NINE
from tests.quizzes.regrading.making import ten


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    return quiz_factories.make_quiz(app, world.training_id, questions=ten(), pass_mark=70)


@pytest.fixture
def load(app, world, quiz_id):
    """`load(third("Pilihan B"))` makes it the newest version."""

    def write(changed):
        quiz_factories.make_quiz(app, world.training_id, questions=ten(changed), pass_mark=70)

    return write


@pytest.fixture
def sit(app, quiz_id):
    """`sit(seat, "Pilihan B", right=6)`: what is chosen for the third, and others right."""

    def one(seat, chosen, right=6, *, is_submitted=True):
        with app.app_context():
            with transaction():
                quiz = db.session.get_one(Quiz, quiz_id)
                attempt = services.start_attempt(quiz, seat, seed=seat, actor_id=1, at=NINE)
                left = right
                for number, asked in enumerate(papers.thaw(attempt.paper).questions, start=1):
                    key = {option.text: option.key for option in asked.options}
                    if "S-3" in asked.stem or "diperbaiki" in asked.stem:
                        choices = [k for text, k in key.items() if chosen and chosen in text]
                    else:
                        choices = [k for k in key.values() if (k in asked.correct) == (left > 0)]
                        choices, left = choices[:1], left - 1
                    if choices:
                        save_answer(attempt.id, number, choices, sequence=1, at=NINE)
                if is_submitted:
                    services.submit_attempt(attempt.id, actor_id=1, at=NINE)
            return attempt.id

    return one


@pytest.fixture
def seats(app, world, sit):
    """Twenty chose B, ten A, four something else; six of the other nine are right."""
    found = factories.make_trainees(app, world.training_id, 34)
    answers = ["Pilihan B"] * 20 + ["Pilihan A"] * 10 + ["Pilihan C"] * 4
    for seat, chosen in zip(found, answers, strict=True):
        sit(seat, chosen)
    return found


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def scores(app):
    """Scores by attempt, in the order they were begun."""

    def read():
        return [attempt.score for attempt in quiz_factories.attempts(app)]

    return read


@pytest.fixture
def audited(app):
    def entries(action):
        with app.app_context():
            rows = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
            return [row for row in rows if row.action == action]

    return entries
