"""Where a trainee stands in a test, and what staff may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SILENCE = timedelta(seconds=90)  # an open page speaks up twice in that time
MOST_MINUTES = 240


class Standing(StrEnum):
    """In the order in which staff must look."""

    LOST = "lost"  # working, but nothing was heard of the page for a while
    NOT_BEGUN = "not_begun"
    TIME_UP = "time_up"  # about to be collected
    WORKING = "working"
    DONE = "done"


class Act(StrEnum):
    """What staff do for one person; the value is part of the page's address."""

    EXTRA_TIME = "tambah-waktu"
    REOPEN = "buka-kembali"
    EXTRA_ATTEMPT = "kesempatan"
    ADMIT = "izinkan"
    CLOSE = "tutup"

    @property
    def asks_minutes(self) -> bool:
        return self in {Act.EXTRA_TIME, Act.REOPEN}


@dataclass(frozen=True)
class Seat:
    """A person's latest attempt, as far as the rules need it."""

    has_begun: bool = False
    is_done: bool = False
    is_on_paper: bool = False
    has_attempts_left: bool = True
    is_missing: bool = False


def last_contact(*moments: datetime | None) -> datetime | None:
    """The latest of: its beginning, a save, a word from its page."""
    known = [moment for moment in moments if moment is not None]
    return max(known) if known else None


def standing_of(
    seat: Seat, deadline_at: datetime | None, contact: datetime | None, at: datetime
) -> Standing:
    if not seat.has_begun or deadline_at is None or contact is None:
        return Standing.NOT_BEGUN
    if seat.is_done:
        return Standing.DONE
    if at >= deadline_at:
        return Standing.TIME_UP
    return Standing.LOST if at - contact > SILENCE else Standing.WORKING


def acts_for(seat: Seat) -> tuple[Act, ...]:
    """The most urgent first."""
    is_working = seat.has_begun and not seat.is_done
    allowed = {
        Act.ADMIT: seat.is_missing and not is_working and seat.has_attempts_left,
        Act.EXTRA_TIME: True,
        Act.CLOSE: is_working,
        Act.REOPEN: seat.is_done and not seat.is_on_paper,
        Act.EXTRA_ATTEMPT: seat.is_done and not seat.has_attempts_left,
    }
    return tuple(act for act, is_allowed in allowed.items() if is_allowed)


def seen_of(
    attempt_id: int | None, is_done: bool, deadline_at: datetime | None, last_act: int | None
) -> str:
    """What a form carries, to tell whether anything has happened since it was shown."""
    moment = int(deadline_at.timestamp()) if deadline_at else 0
    return f"{attempt_id or 0}.{int(is_done)}.{moment}.{last_act or 0}"
