"""A training with a bank of questions, and its staff at work."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.bank.models import Question, QuestionVersion
from tests import factories, quiz_factories
from tests.quiz_factories import NINE

BANK = "/pelatihan/bimtek-uji/soal"


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    """Four questions of which the last one waits and lacks its level."""
    questions = [quiz_factories.question(f"S-{place}") for place in range(1, 4)]
    questions.append(quiz_factories.question("S-4", status="perlu_konfirmasi", level=""))
    return quiz_factories.make_quiz(app, world.training_id, questions=questions)


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


@pytest.fixture
def question_row(app):
    """`question_row("S-1")` is its row as it stands."""

    def row(key):
        with app.app_context():
            return db.session.scalars(sa.select(Question).where(Question.key == key)).one()

    return row


@pytest.fixture
def newest(app):
    """`newest("S-1")` is its newest version."""

    def version(key):
        with app.app_context():
            return db.session.scalars(
                sa.select(QuestionVersion)
                .join(Question, Question.id == QuestionVersion.question_id)
                .where(Question.key == key, QuestionVersion.number == Question.version)
            ).one()

    return version


@pytest.fixture
def audited(app):
    """`audited("question.")` gives the entries whose action begins so."""

    def entries(start):
        with app.app_context():
            rows = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
            return [row for row in rows if row.action.startswith(start)]

    return entries


@pytest.fixture
def close_training(app, world):
    def close():
        with app.app_context(), transaction():
            training = db.session.get_one(factories.Training, world.training_id)
            training.closed_at = NINE

    return close
