from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.trainings.models import Enrolment, Training
from lms.db import db, transaction
from lms.panels import Context
from quizzes.attempts.models import Attempt, ClosedBy
from quizzes.attempts.steps import steps
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.factories import DAY_1, wita

NOW = wita(DAY_1, "17.20")
OPENED = wita(DAY_1, "17.15")


@pytest.fixture
def world(app):
    """Three module quizzes of which the last is not open yet."""
    world = factories.make_world(app)
    for place, opened_at in enumerate((OPENED, OPENED, None)):
        quiz_factories.make_quiz(
            app, world.training_id, f"kuis-{place}", kind="module", opened_at=opened_at
        )
    return world


def result(app, world, key: str, *scores: int) -> None:
    with app.app_context(), transaction():
        quiz_id = db.session.scalar(sa.select(Quiz.id).filter_by(key=key))
        for number, score in enumerate(scores, start=1):
            db.session.add(
                Attempt(
                    quiz_id=quiz_id, form_id=quiz_id, enrolment_id=world.ani_seat, number=number,
                    paper={"questions": []}, started_at=NOW, deadline_at=NOW, submitted_at=NOW,
                    closed_by=ClosedBy.TRAINEE, receipt=f"{key}{number}", points=score,
                    out_of=10000, score=score,
                )
            )  # fmt: skip


def step(app, world):
    with app.test_request_context():
        training = db.session.get_one(Training, world.training_id)
        seat = db.session.get_one(Enrolment, world.ani_seat)
        (found,) = steps(Context(training, frozenset({"trainee"}), seat, NOW))
        return found.title, found.state, found.detail, found.url.rsplit("/", 1)[1]


def test_module_quizzes_are_one_step_that_leads_to_the_first(app, world):
    assert step(app, world) == ("Kuis 0", "now", "0 dari 2 kuis modul lulus", "kuis-0")


def test_the_next_one_comes_before_trying_again(app, world):
    result(app, world, "kuis-0", 5000)
    assert step(app, world)[:2] == ("Kuis 1", "now")
    result(app, world, "kuis-1", 8000)
    assert step(app, world) == ("Kuis 0", "todo", "1 dari 2 kuis modul lulus", "kuis-0")


def test_all_passed_is_done(app, world):
    result(app, world, "kuis-0", 5000, 9000)
    result(app, world, "kuis-1", 8000)
    assert step(app, world) == ("Kuis modul", "done", "2 dari 2 kuis modul lulus", "tes")


def test_nothing_left_to_try_waits_and_says_how_many(app, world):
    result(app, world, "kuis-0", 5000, 6000)
    result(app, world, "kuis-1", 8000)
    assert step(app, world)[1:3] == ("wait", "1 dari 2 kuis modul lulus")
