"""Keeping what a trainer ticks, and finishing an observation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from quizzes.practice.models import Observation, ObservationDraft
from quizzes.practice.queries import Seat, draft_of
from quizzes.practice.rules import may_observe
from quizzes.rubrics.loader import newest_rubric
from quizzes.rubrics.models import Rubric
from quizzes.rubrics.scoring import criteria_of, score
from quizzes.rubrics.work import NoRubricError

_OF_KEY = sa.select(Observation).where(Observation.key == sa.bindparam("key"))
_LAST = sa.select(sa.func.coalesce(sa.func.max(Observation.number), 0)).where(
    Observation.enrolment_id == sa.bindparam("seat_id")
)


class FinishedError(DomainError):
    """The page belongs to an observation that is finished already, with something else in it."""


class OwnPracticeError(DomainError):
    """Nobody observes the own practice."""

    status = 403


@dataclass(frozen=True)
class Ticks:
    """What the page says; `key` is that of the page, so that sending it twice is once."""

    key: str
    rubric: Rubric
    levels: Mapping[str, int]
    comment: str


def lock_of(seat_id: int) -> str:
    return f"practice {seat_id}"


def rubric_for(training: Training, rubric_id: int | None) -> Rubric:
    """The version that a page or a draft began with; the newest where nothing began."""
    key = training.rules["practice_rubric"]
    begun = db.session.get(Rubric, rubric_id) if rubric_id else None
    if begun is not None and (begun.training_id, begun.key) == (training.id, key):
        return begun
    newest = newest_rubric(training.id, key)
    if newest is None:
        raise NoRubricError(_("Lembar observasi praktik belum dimuat. Hubungi panitia."))
    return newest


def save(seat: Seat, ticks: Ticks, *, observer_id: int, at: datetime) -> ObservationDraft:
    """Keep what is ticked so far; only the trainer who ticked it sees it."""
    _refuse_own(seat, observer_id)
    if db.session.scalar(_OF_KEY, {"key": ticks.key}) is not None:
        raise FinishedError(_("Pengamatan ini sudah selesai. Buka pengamatan baru."))
    row = draft_of(seat.id, observer_id)
    if row is None:
        row = ObservationDraft(enrolment_id=seat.id, observer_id=observer_id)
    row.key, row.rubric_id = ticks.key, ticks.rubric.id
    row.levels, row.comment, row.saved_at = dict(ticks.levels), ticks.comment, at
    db.session.add(row)
    return row


def finish(seat: Seat, ticks: Ticks, *, observer_id: int, at: datetime) -> Observation:
    """Write the observation down for good; the trainee sees it from now on."""
    _refuse_own(seat, observer_id)
    points = score(criteria_of(ticks.rubric.content), ticks.levels)
    if points is None:
        raise ValueError("an observation has a level for every criterion")
    before = db.session.scalar(_OF_KEY, {"key": ticks.key})
    if before is not None:
        return _same(before, seat, ticks, observer_id)
    row = Observation(
        enrolment_id=seat.id,
        number=(db.session.scalar(_LAST, {"seat_id": seat.id}) or 0) + 1,
        key=ticks.key,
        observer_id=observer_id,
        rubric_id=ticks.rubric.id,
        levels=dict(ticks.levels),
        comment=ticks.comment,
        score=points,
        observed_at=at,
    )
    db.session.add(row)
    draft = draft_of(seat.id, observer_id)
    if draft is not None:
        db.session.delete(draft)
    audit.record(
        "practice.observed",
        row,
        actor_id=observer_id,
        training_id=ticks.rubric.training_id,
        enrolment_id=seat.id,
        number=row.number,
        rubric_id=row.rubric_id,
        levels=row.levels,
        score=row.score,
    )
    return row


def _refuse_own(seat: Seat, observer_id: int) -> None:
    if not may_observe(observer_id, seat.person_id):
        raise OwnPracticeError(_("Praktik Anda sendiri diamati oleh fasilitator lain."))


def _same(before: Observation, seat: Seat, ticks: Ticks, observer_id: int) -> Observation:
    said = (before.enrolment_id, before.observer_id, before.levels, before.comment)
    if said != (seat.id, observer_id, dict(ticks.levels), ticks.comment):
        raise FinishedError(_("Pengamatan ini sudah selesai. Buka pengamatan baru."))
    return before
