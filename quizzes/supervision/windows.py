"""A test that is open, for everybody: its planned closing changes, or all get more time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from lms import audit
from lms.db import db, take_lock
from lms.errors import DomainError
from quizzes.attempts import timing
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import Attempt, Intervention, InterventionKind
from quizzes.attempts.timing import QuizState, quiz_state
from quizzes.bank.models import Quiz
from quizzes.supervision.acting import StaleActError, is_over

_BEING_SAT = (
    sa.select(Attempt.id)
    .where(Attempt.quiz_id == sa.bindparam("quiz_id"), Attempt.submitted_at.is_(None))
    .order_by(Attempt.id)
)
_TIME = (
    sa.select(
        Intervention.enrolment_id, Intervention.attempt_id, Intervention.minutes, Intervention.kind
    )
    .where(
        Intervention.quiz_id == sa.bindparam("quiz_id"),
        Intervention.kind.in_([InterventionKind.EXTRA_TIME, InterventionKind.REOPENED]),
    )
    .order_by(Intervention.id)
)
_LAST = sa.select(sa.func.max(Intervention.id)).where(
    Intervention.quiz_id == sa.bindparam("quiz_id")
)
_FOR_ALL = (
    sa.select(Intervention)
    .where(
        Intervention.quiz_id == sa.bindparam("quiz_id"),
        Intervention.kind == InterventionKind.EXTRA_TIME,
        Intervention.attempt_id.is_not(None),
        Intervention.actor_id == sa.bindparam("actor_id"),
    )
    .order_by(Intervention.id)
)


class ShortensError(DomainError):
    """Attempts would end earlier than their page says, and nobody has said that this is meant."""

    status = 422


@dataclass(frozen=True)
class Change:
    """Why, and what the form carried, see `seen_of`."""

    reason: str
    seen: str
    actor_id: int
    at: datetime


def seen_of(quiz: Quiz) -> str:
    """Changes with everything that a form about all of them shows."""
    moments = (quiz.opened_at, quiz.closed_at)
    stamps = ".".join(str(int(each.timestamp())) if each else "0" for each in moments)
    return f"{stamps}.{db.session.scalar(_LAST, {'quiz_id': quiz.id}) or 0}"


def open_attempts(quiz: Quiz) -> list[Attempt]:
    """Those that have not ended, with nobody else writing to them. Under the quiz's lock."""
    ids = list(db.session.scalars(_BEING_SAT, {"quiz_id": quiz.id}))
    connection = db.session.connection()
    for attempt_id in ids:  # every lock before the audit's: a submission takes them in that order
        take_lock(connection, lock_of(attempt_id))
    found = [db.session.get_one(Attempt, each, populate_existing=True) for each in ids]
    return [own for own in found if own.submitted_at is None]


def being_sat(quiz: Quiz, at: datetime) -> list[Attempt]:
    """Those whose time is not up either."""
    return [own for own in open_attempts(quiz) if not is_over(own, quiz, at)]


def change_closing(
    quiz: Quiz, closes_at: datetime | None, change: Change, *, may_shorten: bool
) -> int:
    """Plan another closing of an open quiz, or none; return how many deadlines that moved."""
    if quiz_state(quiz.opened_at, quiz.closed_at, change.at) is not QuizState.OPEN:
        raise StaleActError(_("Tes ini tidak sedang dibuka."))
    if quiz.closed_at == closes_at:
        return 0
    if seen_of(quiz) != change.seen:
        raise StaleActError(_("Keadaannya sudah berubah sejak halaman ini dibuka."))
    wanted = _deadlines(quiz, closes_at, being_sat(quiz, change.at))
    shorter = sum(new < own.deadline_at for own, new in wanted)
    if shorter and not may_shorten:
        raise ShortensError(
            ngettext(
                "%(num)d pengerjaan akan berakhir lebih awal daripada yang tertulis di layarnya.",
                "%(num)d pengerjaan akan berakhir lebih awal daripada yang tertulis di layarnya.",
                shorter,
            )
        )
    moved = [(own, new) for own, new in wanted if new != own.deadline_at]
    for own, new in moved:
        own.deadline_at = new
    before, quiz.closed_at = quiz.closed_at, closes_at
    audit.record(
        "quiz.closing_changed",
        quiz,
        actor_id=change.actor_id,
        training_id=quiz.training_id,
        reason=change.reason,
        before=before.isoformat() if before else None,
        after=closes_at.isoformat() if closes_at else None,
        attempts_moved=len(moved),
        attempts_shortened=shorter,
    )
    return len(moved)


def _deadlines(
    quiz: Quiz, closes_at: datetime | None, attempts: list[Attempt]
) -> list[tuple[Attempt, datetime]]:
    """When each would end. One that was opened again keeps the time that it was given."""
    given = db.session.execute(_TIME, {"quiz_id": quiz.id}).all()
    reopened = {row.attempt_id for row in given if row.kind is InterventionKind.REOPENED}
    return [
        (own, timing.deadline(own.started_at, quiz.minutes, closes_at, _extra(own, given)))
        for own in attempts
        if own.id not in reopened
    ]


def _extra(own: Attempt, given: Iterable[Any]) -> int:
    """The minutes that count for an attempt: the person's, and those that all got in it."""
    return sum(
        row.minutes or 0
        for row in given
        if row.kind is InterventionKind.EXTRA_TIME
        and row.enrolment_id == own.enrolment_id
        and row.attempt_id in {None, own.id}
    )


def add_minutes(quiz: Quiz, minutes: int, change: Change) -> int:
    """Give everybody who is working more time; return how many they are."""
    values = {"quiz_id": quiz.id, "actor_id": change.actor_id}
    done = [own for own in db.session.scalars(_FOR_ALL, values) if own.facts["seen"] == change.seen]
    if done:
        return len(done)
    if seen_of(quiz) != change.seen:
        raise StaleActError(_("Keadaannya sudah berubah sejak halaman ini dibuka."))
    working = being_sat(quiz, change.at)
    for own in working:
        before, own.deadline_at = own.deadline_at, timing.later(own.deadline_at, minutes, change.at)
        made = Intervention(
            quiz_id=quiz.id,
            enrolment_id=own.enrolment_id,
            attempt_id=own.id,
            kind=InterventionKind.EXTRA_TIME,
            minutes=minutes,
            facts={
                "seen": change.seen,
                "attempt": own.number,
                "deadline_before": before.isoformat(),
                "deadline_after": own.deadline_at.isoformat(),
            },
            reason=change.reason,
            actor_id=change.actor_id,
            made_at=change.at,
        )
        db.session.add(made)
    audit.record(
        "quiz.minutes_added",
        quiz,
        actor_id=change.actor_id,
        training_id=quiz.training_id,
        reason=change.reason,
        minutes=minutes,
        attempts=[own.id for own in working],
    )
    return len(working)
