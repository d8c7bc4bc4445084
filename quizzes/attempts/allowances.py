"""What staff granted one person for one quiz: minutes, attempts, sitting it without attendance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from courses.attendance.presence import is_here
from courses.trainings.models import Enrolment
from lms.clock import WITA
from lms.db import UTCDateTime, db
from lms.i18n import local_date
from quizzes.attempts.models import Attempt, Intervention, InterventionKind
from quizzes.bank.models import Quiz

_SUM = sa.func.coalesce(sa.func.sum(Intervention.minutes), 0)


def day_begins(at: datetime) -> datetime:
    """Midnight of the local day."""
    return datetime.combine(local_date(at), datetime.min.time(), WITA)


def day_of(at: datetime) -> dict[str, Any]:
    """The values that `is_missing` asks for."""
    return {"today": local_date(at), "day_begins": day_begins(at)}


def _granted(
    what: Any, kind: InterventionKind, enrolment_id: Any, quiz: Any = Quiz
) -> sa.Select[Any]:
    return (
        sa.select(what)
        .where(
            Intervention.quiz_id == quiz.id,
            Intervention.enrolment_id == enrolment_id,
            Intervention.kind == kind,
        )
        .correlate(quiz, Enrolment)
    )


def extra_minutes(enrolment_id: Any) -> sa.ScalarSelect[int]:
    """Given to the person, not to a single attempt: those of an attempt are in its deadline."""
    given = _granted(_SUM, InterventionKind.EXTRA_TIME, enrolment_id)
    return given.where(Intervention.attempt_id.is_(None)).scalar_subquery()


def minutes_given(enrolment_id: Any) -> sa.ScalarSelect[int]:
    """All that moved the deadline of the attempt in sight: the person's own, and for everybody."""
    given = _granted(_SUM, InterventionKind.EXTRA_TIME, enrolment_id)
    is_of_it = sa.or_(Intervention.attempt_id.is_(None), Intervention.attempt_id == Attempt.id)
    return given.where(is_of_it).correlate(Quiz, Attempt, Enrolment).scalar_subquery()


def extra_attempts(enrolment_id: Any, quiz: Any = Quiz) -> sa.ScalarSelect[int]:
    """`quiz` is what the statement selects from, where that is an alias."""
    kind = InterventionKind.EXTRA_ATTEMPT
    return _granted(sa.func.count(), kind, enrolment_id, quiz).scalar_subquery()


def is_missing(enrolment_id: Any) -> sa.ColumnElement[bool]:
    """Whether the quiz is only for those present today, and the person is not one of them."""
    admitted = _granted(Intervention.id, InterventionKind.ADMITTED, enrolment_id).where(
        Intervention.made_at >= sa.bindparam("day_begins", type_=UTCDateTime)
    )
    here = is_here(enrolment_id, sa.bindparam("today", type_=sa.Date))
    return sa.and_(Quiz.needs_presence, ~here, ~admitted.exists())


@dataclass(frozen=True)
class Allowance:
    minutes: int
    attempts: int
    is_missing: bool


_PERSON = sa.bindparam("enrolment_id", type_=sa.Integer)
_OF_ONE = sa.select(
    extra_minutes(_PERSON), extra_attempts(_PERSON), is_missing(_PERSON)
).where(Quiz.id == sa.bindparam("quiz_id"))  # fmt: skip


def allowance_of(quiz_id: int, enrolment_id: int, at: datetime) -> Allowance:
    values = {"quiz_id": quiz_id, "enrolment_id": enrolment_id, **day_of(at)}
    minutes, attempts, missing = db.session.execute(_OF_ONE, values).one()
    return Allowance(minutes, attempts, bool(missing))
