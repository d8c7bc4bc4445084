"""How far the trainees of a training are with its quizzes; one statement at any size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from courses.trainings.models import Enrolment, Role
from lms.db import db
from lms.people.models import Person
from quizzes.attempts.allowances import extra_attempts
from quizzes.attempts.mine import QUESTION_COUNT
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz

_IS_ACTIVE = sa.and_(Enrolment.role == Role.TRAINEE, Enrolment.withdrawn_at.is_(None))
_IS_OPEN = Attempt.submitted_at.is_(None)
# One row for each trainee and quiz that was begun.
_BEGUN = (
    sa.select(
        Attempt.quiz_id,
        Attempt.enrolment_id,
        sa.func.max(Attempt.score).label("best"),
        sa.func.count().label("used"),
        sa.func.max(sa.case((_IS_OPEN, 1), else_=0)).label("is_working"),
        sa.func.max(Attempt.submitted_at).label("submitted_at"),
        sa.func.sum(sa.case((sa.and_(~_IS_OPEN, Attempt.score.is_(None)), 1), else_=0)).label(
            "waiting"
        ),
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, sa.and_(Enrolment.id == Attempt.enrolment_id, _IS_ACTIVE))
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .group_by(Attempt.quiz_id, Attempt.enrolment_id)
    .subquery()
)
_TRAINEES = (
    sa.select(sa.func.count())
    .select_from(Enrolment)
    .where(Enrolment.training_id == Quiz.training_id, _IS_ACTIVE)
    .correlate(Quiz)
    .scalar_subquery()
)


def _how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


_OVERVIEW = (
    sa.select(
        Quiz,
        QUESTION_COUNT.label("questions"),
        _TRAINEES.label("trainees"),
        sa.func.count(_BEGUN.c.enrolment_id).label("begun"),
        _how_many(_BEGUN.c.is_working == 1).label("working"),
        _how_many(_BEGUN.c.is_working == 0).label("submitted"),
        _how_many(_BEGUN.c.best >= sa.func.coalesce(Quiz.pass_mark, 0)).label("passed"),
        sa.func.coalesce(sa.func.sum(_BEGUN.c.waiting), 0).label("waiting"),
    )
    .outerjoin(_BEGUN, _BEGUN.c.quiz_id == Quiz.id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .group_by(Quiz.id)
    .order_by(Quiz.position, Quiz.id)
)
_ONE = _OVERVIEW.where(Quiz.key == sa.bindparam("key"))
_RESULTS = (
    sa.select(
        Enrolment.id,
        Person.name,
        Enrolment.region_code,
        Enrolment.institution,
        _BEGUN.c.best,
        sa.func.coalesce(_BEGUN.c.used, 0).label("used"),
        sa.func.coalesce(_BEGUN.c.is_working, 0).label("is_working"),
        _BEGUN.c.submitted_at,
        sa.func.coalesce(_BEGUN.c.waiting, 0).label("waiting"),
        extra_attempts(Enrolment.id).label("extra_attempts"),
    )
    .select_from(Enrolment)
    .join(Quiz, Quiz.id == sa.bindparam("quiz_id"))
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(
        _BEGUN,
        sa.and_(_BEGUN.c.enrolment_id == Enrolment.id, _BEGUN.c.quiz_id == sa.bindparam("quiz_id")),
    )
    .where(Enrolment.training_id == sa.bindparam("training_id"), _IS_ACTIVE)
    .order_by(Enrolment.roster_line, Person.name_key, Enrolment.id)
)


def _all(statement: sa.Executable, **values: Any) -> Sequence[Row[Any]]:
    return db.session.execute(statement, values).all()


def overview(training_id: int) -> Sequence[Row[Any]]:
    """Each quiz with how many have not begun, work, handed in, passed."""
    return _all(_OVERVIEW, training_id=training_id)


def overview_of(training_id: int, key: str) -> Row[Any] | None:
    rows = _all(_ONE, training_id=training_id, key=key)
    return rows[0] if rows else None


def results(training_id: int, quiz_id: int) -> Sequence[Row[Any]]:
    """One row for each trainee, begun or not."""
    return _all(_RESULTS, training_id=training_id, quiz_id=quiz_id)


_SEATS = (
    sa.select(
        Enrolment.id,
        Person.name,
        Enrolment.region_code,
        Enrolment.institution,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"), _IS_ACTIVE)
    .order_by(Enrolment.roster_line, Person.name_key, Enrolment.id)
)
_QUIZZES = (
    sa.select(Quiz.key, Quiz.title)
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .order_by(Quiz.position, Quiz.id)
)


def seats(training_id: int) -> Sequence[Row[Any]]:
    return _all(_SEATS, training_id=training_id)


def quizzes(training_id: int) -> Sequence[Row[Any]]:
    return _all(_QUIZZES, training_id=training_id)
