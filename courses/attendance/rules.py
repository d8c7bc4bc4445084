"""When a meeting takes attendance, by the clock and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_SCREEN = timedelta(days=1)


class Phase(StrEnum):
    EARLY = "early"
    OPEN = "open"
    LATE = "late"  # still open, but who comes now is late
    CLOSED = "closed"


@dataclass(frozen=True)
class Topic:
    """What lessons are about: a module of the curriculum."""

    code: str
    title: str = field(default="", compare=False)


@dataclass(frozen=True)
class Lesson:
    starts_at: datetime
    ends_at: datetime
    topic: Topic = Topic("")

    @property
    def minutes(self) -> int:
        return self.minutes_from(self.starts_at)

    def minutes_from(self, arrived_at: datetime) -> int:
        """What is left of it for somebody who arrives then."""
        return max(0, minutes_in(self.ends_at - max(self.starts_at, arrived_at)))


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
    printed_code_at: datetime | None = None
    lessons: tuple[Lesson, ...] = ()

    @property
    def opens_at(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.opens_before_minutes)

    @property
    def late_after(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.late_after_minutes)

    @property
    def lesson_minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


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


def takes_printed_code(meeting: MeetingPlan, at: datetime) -> bool:
    """The code on paper counts while staff have switched it on and the meeting takes marks."""
    return meeting.printed_code_at is not None and state_of(meeting, at).takes_marks


def shown_between(meeting: MeetingPlan, at: datetime) -> tuple[datetime, datetime]:
    """From when until when the screen has shown codes; nothing if the second is before the first.

    A meeting that is left open for days is looked through for its last day only.
    """
    first = min(meeting.opens_at, meeting.opened_at or meeting.opens_at)
    last = at
    if not state_of(meeting, at).takes_marks:
        closed = meeting.closed_at
        is_by_hand = closed is not None and closed >= meeting.opens_at
        last = min(at, closed if closed and is_by_hand else meeting.ends_at)
    return max(first, last - LONGEST_SCREEN), last


def is_late(meeting: MeetingPlan, arrived_at: datetime) -> bool:
    """A limit shown as 08.00 includes the whole minute of 08.00."""
    return whole_minute(arrived_at) > meeting.late_after


def can_be_late_at(meeting: MeetingPlan, arrived_at: datetime) -> bool:
    """Whether somebody who came then was late: after the limit, and before it was over."""
    return meeting.late_after < arrived_at <= meeting.ends_at


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
