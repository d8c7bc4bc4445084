"""What trainers and organisers do with a quiz: open it, close it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms import audit
from lms.db import db, take_lock
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import Attempt, ClosedBy
from quizzes.attempts.scoring import QuizState, quiz_state
from quizzes.attempts.services import end_attempt
from quizzes.bank.models import Quiz


def _state(quiz: Quiz, at: datetime) -> QuizState:
    return quiz_state(quiz.opened_at, quiz.closed_at, at)


def open_quiz(quiz: Quiz, *, closes_at: datetime | None, actor_id: int, at: datetime) -> None:
    """Open a quiz, until it is closed or its planned closing comes. Pressing twice is harmless."""
    if _state(quiz, at) is QuizState.OPEN and quiz.closed_at == closes_at:
        return
    quiz.opened_at, quiz.closed_at = at, closes_at
    audit.record(
        "quiz.opened",
        quiz,
        actor_id=actor_id,
        training_id=quiz.training_id,
        closes_at=closes_at.isoformat() if closes_at else None,
    )


_BEING_SAT = (
    sa.select(Attempt.id)
    .where(Attempt.quiz_id == sa.bindparam("quiz_id"), Attempt.submitted_at.is_(None))
    .order_by(Attempt.id)
)


def close_quiz(quiz: Quiz, *, actor_id: int, at: datetime) -> int:
    """Close for everyone and submit what was saved; return how many attempts that ended."""
    if _state(quiz, at) is QuizState.CLOSED:
        return 0
    quiz.closed_at = at
    ids = list(db.session.scalars(_BEING_SAT, {"quiz_id": quiz.id}))
    connection = db.session.connection()
    for attempt_id in ids:  # every lock before the audit's: a submission takes them in that order
        take_lock(connection, lock_of(attempt_id))
    ended = 0
    for attempt_id in ids:
        attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
        if attempt.submitted_at is None:
            closed_by = ClosedBy.DEADLINE if at > attempt.deadline_at else ClosedBy.STAFF
            end_attempt(attempt, min(at, attempt.deadline_at), closed_by, actor_id)
            ended += 1
    audit.record(
        "quiz.closed", quiz, actor_id=actor_id, training_id=quiz.training_id, attempts_ended=ended
    )
    return ended
