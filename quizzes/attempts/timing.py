"""When a quiz may be sat, until when, and how late an answer still counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)


class QuizState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


def quiz_state(opened_at: datetime | None, closed_at: datetime | None, at: datetime) -> QuizState:
    if closed_at is not None and at >= closed_at:
        return QuizState.CLOSED
    if opened_at is None or at < opened_at:
        return QuizState.WAITING
    return QuizState.OPEN


def deadline(
    begun_at: datetime, minutes: int, closed_at: datetime | None, extra: int = 0
) -> datetime:
    """The end of an attempt: its own minutes, or the planned closing if that is first.

    Extra minutes come on top of either, so they also lead past the closing.
    """
    own = begun_at + timedelta(minutes=minutes)
    return (own if closed_at is None else min(own, closed_at)) + timedelta(minutes=extra)


def later(deadline_at: datetime, minutes: int, at: datetime) -> datetime:
    """A deadline some minutes later; where it has just passed, they are counted from now."""
    return max(deadline_at, at) + timedelta(minutes=minutes)


def accepts_until(deadline_at: datetime, closed_at: datetime | None) -> datetime:
    """The moment before which a late answer is still taken.

    Answers on their way get 30 seconds. A planned closing shown as 16.00 includes 16:00:59, and
    so does what extra minutes made of it.
    """
    return deadline_at + (MINUTE if _ends_with(deadline_at, closed_at) else GRACE)


def _ends_with(deadline_at: datetime, closed_at: datetime | None) -> bool:
    """Whether it is the planned closing, or whole minutes after it."""
    if closed_at is None or deadline_at < closed_at:
        return False
    return (deadline_at - closed_at) % MINUTE == timedelta(0)
