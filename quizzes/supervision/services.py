"""What trainers and organisers do with a quiz: open it, close it."""

from __future__ import annotations

from datetime import datetime

from lms import audit
from quizzes.attempts.models import ClosedBy
from quizzes.attempts.services import end_attempt
from quizzes.attempts.timing import QuizState, quiz_state
from quizzes.bank.models import Quiz
from quizzes.supervision.windows import open_attempts


def _state(quiz: Quiz, at: datetime) -> QuizState:
    return quiz_state(quiz.opened_at, quiz.closed_at, at)


def open_quiz(quiz: Quiz, *, closes_at: datetime | None, actor_id: int, at: datetime) -> bool:
    """Open a quiz, until it is closed or its planned closing comes. False if it was open."""
    if _state(quiz, at) is QuizState.OPEN:
        return False
    quiz.opened_at, quiz.closed_at = at, closes_at
    audit.record(
        "quiz.opened",
        quiz,
        actor_id=actor_id,
        training_id=quiz.training_id,
        closes_at=closes_at.isoformat() if closes_at else None,
    )
    return True


def close_quiz(quiz: Quiz, *, actor_id: int, at: datetime) -> int:
    """Close for everyone and submit what was saved; return how many attempts that ended."""
    if _state(quiz, at) is QuizState.CLOSED:
        return 0
    ended = 0
    for attempt in open_attempts(quiz):
        closed_by = ClosedBy.DEADLINE if at > attempt.deadline_at else ClosedBy.STAFF
        end_attempt(attempt, min(at, attempt.deadline_at), closed_by, actor_id)
        ended += 1
    quiz.closed_at = at
    audit.record(
        "quiz.closed", quiz, actor_id=actor_id, training_id=quiz.training_id, attempts_ended=ended
    )
    return ended
