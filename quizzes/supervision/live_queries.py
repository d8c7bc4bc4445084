"""Where everybody is in a test, read in the same few statements for five people and for 500."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from courses.trainings.models import Enrolment, Role
from lms.db import db
from lms.people.models import Person
from quizzes.attempts import allowances
from quizzes.attempts.models import Answer, Attempt, ClosedBy
from quizzes.bank.models import Quiz
from quizzes.supervision import rules
from quizzes.supervision.rules import Act, Seat, Standing

_NUMBERS = (
    sa.select(Attempt.enrolment_id, sa.func.max(Attempt.number).label("number"))
    .where(Attempt.quiz_id == sa.bindparam("quiz_id"))
    .group_by(Attempt.enrolment_id)
    .subquery()
)
_GIVEN = (
    sa.select(
        Answer.attempt_id,
        sa.func.sum(sa.case((sa.cast(Answer.choices, sa.Text) != "[]", 1), else_=0)).label("count"),
        sa.func.max(Answer.saved_at).label("saved_at"),
    )
    .join(Attempt, Attempt.id == Answer.attempt_id)
    .where(Attempt.quiz_id == sa.bindparam("quiz_id"))
    .group_by(Answer.attempt_id)
    .subquery()
)
_PEOPLE = (
    sa.select(
        Enrolment.id.label("enrolment_id"),
        Enrolment.person_id,
        Person.name,
        Enrolment.region_code,
        Attempt.id.label("attempt_id"),
        Attempt.number,
        Attempt.started_at,
        Attempt.deadline_at,
        Attempt.seen_at,
        Attempt.submitted_at,
        Attempt.closed_by,
        sa.func.json_array_length(Attempt.paper["questions"]).label("questions"),
        sa.func.coalesce(_GIVEN.c.count, 0).label("answered"),
        sa.type_coerce(_GIVEN.c.saved_at, Answer.saved_at.type).label("saved_at"),
        allowances.is_missing(Enrolment.id).label("is_missing"),
        allowances.extra_minutes(Enrolment.id).label("extra_minutes"),
        allowances.extra_attempts(Enrolment.id).label("extra_attempts"),
        Quiz.attempts_allowed,
    )
    .select_from(Enrolment)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Quiz, Quiz.id == sa.bindparam("quiz_id"))
    .outerjoin(_NUMBERS, _NUMBERS.c.enrolment_id == Enrolment.id)
    .outerjoin(
        Attempt,
        sa.and_(
            Attempt.quiz_id == Quiz.id,
            Attempt.enrolment_id == Enrolment.id,
            Attempt.number == _NUMBERS.c.number,
        ),
    )
    .outerjoin(_GIVEN, _GIVEN.c.attempt_id == Attempt.id)
    .where(
        Enrolment.training_id == Quiz.training_id,
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Person.name_key, Enrolment.id)
)
_ONE = _PEOPLE.where(Enrolment.id == sa.bindparam("enrolment_id"))


@dataclass(frozen=True)
class Place:
    """One person in the test: the row, and what the rules make of it."""

    row: Any
    standing: Standing
    contact: datetime | None
    remaining: int  # minutes begun
    acts: tuple[Act, ...]

    @property
    def is_working(self) -> bool:
        return self.standing in {Standing.LOST, Standing.WORKING}


def places(quiz_id: int, at: datetime) -> list[Place]:
    """Everybody, trouble first."""
    values = {"quiz_id": quiz_id, **allowances.day_of(at)}
    found = [_place(row, at) for row in db.session.execute(_PEOPLE, values)]
    order = list(Standing)
    return sorted(found, key=lambda place: order.index(place.standing))


def place_of(quiz_id: int, enrolment_id: int, at: datetime) -> Place | None:
    values = {"quiz_id": quiz_id, "enrolment_id": enrolment_id, **allowances.day_of(at)}
    row = db.session.execute(_ONE, values).first()
    return _place(row, at) if row else None


def counts(found: list[Place]) -> dict[Standing, int]:
    counted = Counter(place.standing for place in found)
    return {standing: counted[standing] for standing in Standing}


def _place(row: Any, at: datetime) -> Place:
    seat = Seat(
        has_begun=row.attempt_id is not None,
        is_done=row.submitted_at is not None,
        is_on_paper=row.closed_by is ClosedBy.PAPER,
        has_attempts_left=(row.number or 0) < row.attempts_allowed + row.extra_attempts,
        is_missing=row.is_missing,
    )
    contact = rules.last_contact(row.started_at, row.seen_at, row.saved_at)
    standing = rules.standing_of(seat, row.deadline_at, contact, at)
    return Place(
        row=row,
        standing=standing,
        contact=contact,
        remaining=_minutes_left(row.deadline_at, at),
        acts=rules.acts_for(seat),
    )


def _minutes_left(deadline_at: datetime | None, at: datetime) -> int:
    if deadline_at is None or deadline_at <= at:
        return 0
    return -int((at - deadline_at).total_seconds() // 60)
