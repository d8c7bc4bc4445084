"""Marking an answer, and correcting a mark: each time the attempt is scored again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from courses.trainings.models import Enrolment
from lms import audit
from lms.db import db
from lms.errors import DomainError
from quizzes.attempts import marks, papers, scoring
from quizzes.attempts import queries as attempts
from quizzes.attempts.models import AnswerMark, Attempt
from quizzes.attempts.services import settle


class StaleMarkError(DomainError):
    """Somebody else marked the answer after this form was opened."""


class OwnAnswerError(DomainError):
    """Nobody marks the own answer."""

    status = 403


@dataclass(frozen=True)
class Judgement:
    """What a marker says; `revision` is that of the mark the page showed, 0 where there was none.

    A correction says why.
    """

    points: int
    comment: str
    revision: int = 0
    reason: str = ""


def mark_answer(
    attempt_id: int, number: int, judgement: Judgement, *, marker_id: int, at: datetime
) -> AnswerMark:
    """Add a mark and settle the attempt. Runs under the attempt's lock."""
    attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
    seat = db.session.get_one(Enrolment, attempt.enrolment_id)
    if seat.person_id == marker_id:
        raise OwnAnswerError(_("Jawaban Anda sendiri dinilai oleh fasilitator lain."))
    saved = {place: given.choices for place, given in attempts.answers(attempt_id).items()}
    _check(attempt, number, judgement, saved)
    before = marks.newest(attempt_id, number)
    if before is not None and _is_repeated(before, judgement, marker_id):
        return before
    if judgement.revision != (before.revision if before else 0):
        raise StaleMarkError(_("Jawaban ini sudah dinilai sejak Anda membukanya."))
    if before is not None and not judgement.reason:
        raise ValueError("a correction says why")
    mark = AnswerMark(
        attempt_id=attempt_id,
        question_number=number,
        revision=judgement.revision + 1,
        points=judgement.points,
        comment=judgement.comment,
        reason=judgement.reason if before else "",
        marker_id=marker_id,
        created_at=at,
    )
    db.session.add(mark)
    score = attempt.score
    settle(attempt, saved, {**marks.points_in_force(attempt_id), number: mark.points})
    _record(attempt, mark, before, score, seat.training_id)
    return mark


def _check(
    attempt: Attempt, number: int, judgement: Judgement, saved: dict[int, list[str]]
) -> None:
    paper = papers.thaw(attempt.paper)
    if attempt.submitted_at is None or number not in scoring.to_mark(paper, saved):
        raise ValueError("this answer waits for nobody")
    if not 0 <= judgement.points <= paper.questions[number - 1].points:
        raise ValueError("a mark is from nothing to what the question is worth")


def _is_repeated(before: AnswerMark, judgement: Judgement, marker_id: int) -> bool:
    """The same form sent twice."""
    said = (before.points, before.comment, before.revision, before.marker_id)
    return said == (judgement.points, judgement.comment, judgement.revision + 1, marker_id)


def _record(
    attempt: Attempt, mark: AnswerMark, before: AnswerMark | None, score: int | None, training: int
) -> None:
    changed = {} if before is None else {"points_before": before.points, "score_before": score}
    audit.record(
        "answer.marked" if before is None else "answer.mark_corrected",
        mark,
        actor_id=mark.marker_id,
        training_id=training,
        reason=mark.reason,
        attempt_id=attempt.id,
        question=mark.question_number,
        points=mark.points,
        score=attempt.score,
        **changed,
    )
