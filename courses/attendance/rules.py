"""When a meeting takes attendance, by the clock and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    EARLY = "early"
    OPEN = "open"
    LATE = "late"  # still open, but who comes now is late
    CLOSED = "closed"


@dataclass(frozen=True)
class Lesson:
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class MeetingPlan:
    """A half day: when it takes place, how it takes attendance, and its lessons."""

    id: int
    key: str
    title: str
    day: date
    starts_at: datetime
    ends_at: datetime
    opens_before_minutes: int
    late_after_minutes: int
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    lessons: tuple[Lesson, ...] = ()

    @property
    def opens_at(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.opens_before_minutes)

    @property
    def late_after(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.late_after_minutes)

    @property
    def lesson_minutes(self) -> int:
        return sum(minutes_in(lesson.ends_at - lesson.starts_at) for lesson in self.lessons)


@dataclass(frozen=True)
class State:
    """`minutes`: to wait while early, since the beginning once late."""

    phase: Phase
    minutes: int = 0

    @property
    def takes_marks(self) -> bool:
        return self.phase in (Phase.OPEN, Phase.LATE)


def state_of(meeting: MeetingPlan, at: datetime) -> State:
    """The clock opens and closes a meeting; a hand may do both earlier or open it again.

    Opened before its time and closed again, it goes back to the clock: that was a mistake.
    """
    if meeting.closed_at is not None and meeting.closed_at >= meeting.opens_at:
        return State(Phase.CLOSED)
    if meeting.opened_at is None or meeting.closed_at is not None:
        if at < meeting.opens_at:
            return State(Phase.EARLY, _minutes_up(meeting.opens_at - at))
        if at >= meeting.ends_at:
            return State(Phase.CLOSED)
    elif meeting.opened_at < meeting.ends_at <= at:
        return State(Phase.CLOSED)
    if is_late(meeting, at):
        return State(Phase.LATE, minutes_in(at - meeting.starts_at))
    return State(Phase.OPEN)


def is_late(meeting: MeetingPlan, arrived_at: datetime) -> bool:
    """A limit shown as 08.00 includes the whole minute of 08.00."""
    return whole_minute(arrived_at) > meeting.late_after


def is_over(meeting: MeetingPlan, at: datetime) -> bool:
    """A meeting closed by hand before it began is not over: it may be opened again."""
    is_closed = meeting.closed_at is not None and at >= meeting.starts_at
    return is_closed or at >= meeting.ends_at


def current(meetings: Sequence[MeetingPlan], at: datetime) -> MeetingPlan | None:
    """The meeting that takes marks now, else the next one, else none."""
    states = [(meeting, state_of(meeting, at)) for meeting in meetings]
    for meeting, state in states:
        if state.takes_marks and not is_over(meeting, at):
            return meeting
    for phases in ((Phase.OPEN, Phase.LATE), (Phase.EARLY,)):
        for meeting, state in states:
            if state.phase in phases:
                return meeting
    return None


def whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def minutes_in(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _minutes_up(length: timedelta) -> int:
    return -int(-length.total_seconds() // 60)
