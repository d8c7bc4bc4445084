"""Correcting a key: papers get it, scores are counted again, what stood before stays on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from courses.trainings.models import Training
from lms import audit
from lms.db import db, take_lock
from lms.errors import DomainError
from quizzes.attempts.locks import lock_of, lock_of_quiz
from quizzes.attempts.models import Attempt
from quizzes.attempts.services import settle
from quizzes.authoring.queries import Known
from quizzes.regrading import queries
from quizzes.regrading.models import Regrade, RegradeChange
from quizzes.regrading.planning import Line, Plan, plan
from quizzes.regrading.rules import Way


class StalePlanError(DomainError):
    """Something happened since the page was shown: what it said is no longer what would be done."""


class CannotCorrectError(DomainError):
    """There is nothing to correct, or it may not be corrected now."""


@dataclass(frozen=True)
class Correction:
    """What is done, as the page showed it, and why."""

    way: Way
    shown: str  # the plan's digest
    reason: str


def lock_of_corrections(training_id: int) -> str:
    """Corrections of one training take turns; they come before the locks of its quizzes."""
    return f"regrade:{training_id}"


def correct(
    training: Training,
    read: Callable[[], Known],
    correction: Correction,
    *,
    actor_id: int,
    at: datetime,
) -> Regrade:
    """Do what the page showed, or nothing. Runs under the lock of corrections.

    Raises StalePlanError where the page no longer holds; pressed twice, the first correction
    comes back.
    """
    question = read()
    refuse(training, question, correction.way)
    found = _locked(training, question, correction.way)
    if not found.lines and (done := _last(training, question, correction)):
        return done
    if found.digest != correction.shown:
        raise StalePlanError(
            _("Keadaannya berubah sejak halaman ini dibuka. Periksa lagi, lalu terapkan.")
        )
    if not found.lines:
        raise CannotCorrectError(_("Tidak ada pengerjaan yang perlu diubah."))
    return _apply(training, question, found, correction.reason, actor_id=actor_id, at=at)


def refuse(training: Training, question: Known, way: Way) -> None:
    if training.closed_at is not None:
        raise CannotCorrectError(_("Pelatihan ini sudah ditutup, jadi nilainya tidak diubah lagi."))
    if way is Way.KEY and not question.is_approved:
        raise CannotCorrectError(
            _("Versi terbaru soal ini belum disetujui. Setujui dahulu, lalu koreksi kuncinya.")
        )


def _locked(training: Training, question: Known, way: Way) -> Plan:
    """The plan once nobody can begin, end or mark what it speaks of."""
    connection = db.session.connection()
    for quiz_id in queries.quiz_ids(training.id):
        take_lock(connection, lock_of_quiz(quiz_id))
    ids = sorted(row.id for row in queries.papers_asking(training.id, question.id))
    for attempt_id in ids:
        take_lock(connection, lock_of(attempt_id))
    return plan(training, question, way)


def _last(training: Training, question: Known, correction: Correction) -> Regrade | None:
    done = queries.done_of(training.id, question.id)
    if not done or (done[0].to_version is None) != (correction.way is Way.VOID):
        return None
    return db.session.get_one(Regrade, done[0].id)


def _apply(
    training: Training, question: Known, found: Plan, reason: str, *, actor_id: int, at: datetime
) -> Regrade:
    regrade = Regrade(
        training_id=training.id,
        question_id=question.id,
        to_version=None if found.way is Way.VOID else question.version,
        reason=reason,
        actor_id=actor_id,
        made_at=at,
    )
    db.session.add(regrade)
    db.session.flush()
    ids = [line.attempt_id for line in found.lines]
    answers, marks = queries.answers_of(ids), queries.marks_of(ids)
    for line in found.lines:
        attempt = db.session.get_one(Attempt, line.attempt_id, populate_existing=True)
        _rewrite(attempt, line)
        if attempt.submitted_at is not None:
            settle(attempt, answers[line.attempt_id], marks[line.attempt_id])
        _note(regrade, attempt, line)
    _record(training, question, found, regrade)
    return regrade


def _rewrite(attempt: Attempt, line: Line) -> None:
    questions = list(attempt.paper["questions"])
    for place, frozen in line.after.items():
        questions[place - 1] = dict(frozen)
    attempt.paper = {**attempt.paper, "questions": questions, "is_corrected": True}


def _note(regrade: Regrade, attempt: Attempt, line: Line) -> None:
    for place, before in line.before.items():
        db.session.add(
            RegradeChange(
                regrade_id=regrade.id,
                attempt_id=attempt.id,
                question_number=place,
                before=dict(before),
                score_before=line.shift.before.score,
                score_after=attempt.score,
            )
        )
    if line.shift.before.score != attempt.score:
        audit.record(
            "attempt.regraded",
            attempt,
            actor_id=regrade.actor_id,
            training_id=regrade.training_id,
            reason=regrade.reason,
            regrade_id=regrade.id,
            score_before=line.shift.before.score,
            score=attempt.score,
        )


def _record(training: Training, question: Known, found: Plan, regrade: Regrade) -> None:
    counted = found.totals
    audit.record(
        "question.regraded" if found.way is Way.KEY else "question.cancelled",
        regrade,
        actor_id=regrade.actor_id,
        training_id=training.id,
        reason=regrade.reason,
        key=question.key,
        to_version=regrade.to_version,
        attempts=len(found.lines),
        risen=counted.risen,
        fallen=counted.fallen,
        same=counted.same,
    )
