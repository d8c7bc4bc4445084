"""Marks that persons gave: those in force count for the score.

A mark is about the answer that was read. One that took its place afterwards, when an attempt went
on or a late answer was let count, waits for a mark again.
"""

from __future__ import annotations

import sqlalchemy as sa

from lms.db import db
from quizzes.attempts.models import Answer, AnswerMark

OF_THIS_ANSWER = sa.and_(
    Answer.attempt_id == AnswerMark.attempt_id,
    Answer.question_number == AnswerMark.question_number,
    Answer.saved_at <= AnswerMark.created_at,
)
_IN_FORCE = (
    sa.select(AnswerMark)
    .join(Answer, OF_THIS_ANSWER)
    .where(AnswerMark.attempt_id == sa.bindparam("attempt_id"))
    .order_by(AnswerMark.revision)
)
_NEWEST = (
    sa.select(AnswerMark)
    .where(
        AnswerMark.attempt_id == sa.bindparam("attempt_id"),
        AnswerMark.question_number == sa.bindparam("number"),
    )
    .order_by(AnswerMark.revision.desc())
    .limit(1)
)


def in_force(attempt_id: int) -> dict[int, AnswerMark]:
    """By question number."""
    rows = db.session.scalars(_IN_FORCE, {"attempt_id": attempt_id})
    return {mark.question_number: mark for mark in rows}


def points_in_force(attempt_id: int) -> dict[int, int]:
    return {number: mark.points for number, mark in in_force(attempt_id).items()}


def newest(attempt_id: int, number: int) -> AnswerMark | None:
    """The last mark given at this place, be it about an answer that another has replaced."""
    return db.session.scalar(_NEWEST, {"attempt_id": attempt_id, "number": number})
