"""What staff do to one person's test: each an intervention with its reason, done once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.trainings.models import Enrolment
from lms import audit
from lms.db import db, take_lock
from lms.errors import DomainError
from quizzes.attempts import services as attempts
from quizzes.attempts import timing
from quizzes.attempts.allowances import Allowance, allowance_of
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import Attempt, ClosedBy, Intervention, InterventionKind
from quizzes.bank.models import Quiz
from quizzes.supervision import rules
from quizzes.supervision.rules import Act

KINDS = {
    Act.EXTRA_TIME: InterventionKind.EXTRA_TIME,
    Act.REOPEN: InterventionKind.REOPENED,
    Act.EXTRA_ATTEMPT: InterventionKind.EXTRA_ATTEMPT,
    Act.ADMIT: InterventionKind.ADMITTED,
    Act.CLOSE: InterventionKind.CLOSED,
}
_LATEST = (
    sa.select(Attempt)
    .where(
        Attempt.quiz_id == sa.bindparam("quiz_id"),
        Attempt.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .order_by(Attempt.number.desc())
    .limit(1)
    .execution_options(populate_existing=True)
)
_MADE = (
    sa.select(Intervention)
    .where(
        Intervention.quiz_id == sa.bindparam("quiz_id"),
        Intervention.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .order_by(Intervention.id.desc())
)


class StaleActError(DomainError):
    """Something happened since the form was shown."""


class OwnAttemptError(DomainError):
    """Nobody helps oneself."""

    status = 403


@dataclass(frozen=True)
class Order:
    """What is asked for; `seen` is what the form carried, see `rules.seen_of`."""

    act: Act
    reason: str
    seen: str
    actor_id: int
    at: datetime
    minutes: int | None = None


@dataclass(frozen=True)
class Subject:
    """Whose test it is, as it stands now."""

    quiz: Quiz
    enrolment: Enrolment
    attempt: Attempt | None  # the latest
    granted: Allowance
    last_act: int | None

    @property
    def seen(self) -> str:
        own = self.attempt
        if own is None:
            return rules.seen_of(None, False, None, self.last_act)
        return rules.seen_of(own.id, own.submitted_at is not None, own.deadline_at, self.last_act)

    @property
    def seat(self) -> rules.Seat:
        used = self.attempt.number if self.attempt else 0
        return rules.Seat(
            has_begun=self.attempt is not None,
            is_done=self.attempt is not None and self.attempt.submitted_at is not None,
            is_on_paper=self.attempt is not None and self.attempt.closed_by is ClosedBy.PAPER,
            has_attempts_left=used < self.quiz.attempts_allowed + self.granted.attempts,
            is_missing=self.granted.is_missing,
        )


def subject_of(quiz: Quiz, enrolment: Enrolment, at: datetime) -> Subject:
    values = {"quiz_id": quiz.id, "enrolment_id": enrolment.id}
    attempt = db.session.scalars(_LATEST, values).first()
    last = db.session.scalars(_MADE, values).first()
    granted = allowance_of(quiz.id, enrolment.id, at)
    return Subject(quiz, enrolment, attempt, granted, last.id if last else None)


def act(quiz: Quiz, enrolment: Enrolment, order: Order) -> Intervention:
    """Do it once. Runs under the quiz's lock; a second press finds what the first one did."""
    if enrolment.person_id == order.actor_id:
        raise OwnAttemptError(_("Tes Anda sendiri diatur oleh orang lain."))
    done = _done_already(quiz, enrolment, order)
    if done is not None:
        return done
    subject = _locked(quiz, enrolment, order.at)
    if subject.seen != order.seen or order.act not in rules.acts_for(subject.seat):
        raise StaleActError(_("Keadaannya sudah berubah sejak halaman ini dibuka."))
    facts = {"seen": order.seen, **_DOINGS[order.act](subject, order)}
    made = Intervention(
        quiz_id=quiz.id,
        enrolment_id=enrolment.id,
        attempt_id=_about(subject, order.act),
        kind=KINDS[order.act],
        minutes=order.minutes if order.act.asks_minutes else None,
        facts=facts,
        reason=order.reason,
        actor_id=order.actor_id,
        made_at=order.at,
    )
    db.session.add(made)
    _record(made, quiz)
    return made


def _about(subject: Subject, deed: Act) -> int | None:
    """Which attempt it was done to; minutes and attempts belong to the person."""
    is_to_attempt = deed in {Act.REOPEN, Act.CLOSE}
    return subject.attempt.id if subject.attempt and is_to_attempt else None


def _done_already(quiz: Quiz, enrolment: Enrolment, order: Order) -> Intervention | None:
    values = {"quiz_id": quiz.id, "enrolment_id": enrolment.id}
    for made in db.session.scalars(_MADE, values):
        is_same = made.kind is KINDS[order.act] and made.actor_id == order.actor_id
        if is_same and made.facts.get("seen") == order.seen:
            return made
    return None


def _locked(quiz: Quiz, enrolment: Enrolment, at: datetime) -> Subject:
    """The person's test with nobody else writing to it."""
    found = subject_of(quiz, enrolment, at)
    if found.attempt is None:
        return found
    take_lock(db.session.connection(), lock_of(found.attempt.id))
    return subject_of(quiz, enrolment, at)


def _give_time(subject: Subject, order: Order) -> dict[str, Any]:
    """More minutes, for the attempt being sat and for every later one."""
    own, minutes = subject.attempt, order.minutes or 0
    if own is None or own.submitted_at is not None or is_over(own, subject.quiz, order.at):
        return {}
    before = own.deadline_at
    own.deadline_at = timing.later(before, minutes, order.at)
    return {"attempt": own.number, **_moved(before, own.deadline_at)}


def _reopen(subject: Subject, order: Order) -> dict[str, Any]:
    """Go on after the end. What the end said is kept here, and a new one will follow."""
    own = subject.attempt
    assert own is not None and own.submitted_at is not None  # noqa: S101, PT018 - see acts_for
    ending = {
        "attempt": own.number,
        "submitted_at": own.submitted_at.isoformat(),
        "closed_by": own.closed_by.value if own.closed_by else None,
        "receipt": own.receipt,
        "points": own.points,
        "out_of": own.out_of,
        "score": own.score,
    }
    before, own.deadline_at = own.deadline_at, timing.later(order.at, order.minutes or 0, order.at)
    own.submitted_at = own.closed_by = own.receipt = None
    own.points = own.out_of = own.score = None
    return {**ending, **_moved(before, own.deadline_at)}


def _close(subject: Subject, order: Order) -> dict[str, Any]:
    own = subject.attempt
    assert own is not None  # noqa: S101 - see acts_for
    is_late = order.at > own.deadline_at
    closed_by = ClosedBy.DEADLINE if is_late else ClosedBy.STAFF
    attempts.end_attempt(own, min(order.at, own.deadline_at), closed_by, order.actor_id)
    return {"attempt": own.number, "deadline_at": own.deadline_at.isoformat()}


def _nothing(_subject: Subject, _order: Order) -> dict[str, Any]:
    """The intervention itself is what counts."""
    return {}


_DOINGS: dict[Act, Callable[[Subject, Order], dict[str, Any]]] = {
    Act.EXTRA_TIME: _give_time,
    Act.REOPEN: _reopen,
    Act.EXTRA_ATTEMPT: _nothing,
    Act.ADMIT: _nothing,
    Act.CLOSE: _close,
}


def is_over(attempt: Attempt, quiz: Quiz, at: datetime) -> bool:
    """Whether its time is up, though nobody has ended it yet."""
    return at >= timing.accepts_until(attempt.deadline_at, quiz.closed_at)


def _moved(before: datetime, after: datetime) -> dict[str, str]:
    return {"deadline_before": before.isoformat(), "deadline_after": after.isoformat()}


def _record(made: Intervention, quiz: Quiz) -> None:
    facts = {name: value for name, value in made.facts.items() if name not in {"seen", "receipt"}}
    audit.record(
        "intervention.made",
        made,
        actor_id=made.actor_id,
        training_id=quiz.training_id,
        reason=made.reason,
        kind=made.kind.value,
        enrolment_id=made.enrolment_id,
        minutes=made.minutes,
        **facts,
    )
