"""What the room adds to the home page of the staff: tests that go on, answers that came late."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup

from courses.trainings.models import Enrolment
from courses.trainings.permissions import STAFF_ROLES
from lms.db import db
from lms.panels import Context
from quizzes.attempts.models import Attempt
from quizzes.attempts.timing import QuizState, quiz_state
from quizzes.bank.models import Quiz, QuizKind
from quizzes.supervision import late_queries

_WORKING = (
    sa.select(sa.func.count())
    .select_from(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(
        Attempt.quiz_id == Quiz.id,
        Attempt.submitted_at.is_(None),
        Enrolment.withdrawn_at.is_(None),
    )
    .correlate(Quiz)
    .scalar_subquery()
)
_TESTS = (
    sa.select(
        Quiz.key,
        Quiz.kind,
        Quiz.title,
        Quiz.opened_at,
        Quiz.closed_at,
        _WORKING.label("working"),
    )
    .where(Quiz.training_id == sa.bindparam("training_id"), Quiz.opened_at.is_not(None))
    .order_by(Quiz.position, Quiz.id)
)


def on_staff_home(context: Context) -> Markup | None:
    """For trainers and organisers: where somebody works, or answers wait, or a test is open.

    The quiz of a module stays open for days: it is told of only while somebody sits it.
    """
    if not context.roles & STAFF_ROLES:
        return None
    values = {"training_id": context.training.id}
    late = late_queries.count_by_quiz(context.training.id)
    tests = [
        test
        for test in db.session.execute(_TESTS, values)
        if test.working or test.key in late or _is_open(test, context)
    ]
    if not tests:
        return None
    page = render_template("quizzes/supervision/home_panel.html", tests=tests, late=late)
    return Markup(page)  # noqa: S704 - our own template


def _is_open(test: sa.Row[Any], context: Context) -> bool:
    is_open = quiz_state(test.opened_at, test.closed_at, context.now) is QuizState.OPEN
    return is_open and test.kind is not QuizKind.MODULE
