"""What the marks of one trainee are worth, in minutes, lesson hours and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from courses.attendance.rules import (
    MeetingPlan,
    is_late,
    is_over,
    minutes_in,
    state_of,
    whole_minute,
)


class Standing(StrEnum):
    """How one person stands in one meeting; unmarked is not absent."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    SICK = "sick"
    ABSENT = "absent"
    UNMARKED = "unmarked"


HERE = frozenset({Standing.PRESENT, Standing.LATE})


@dataclass(frozen=True)
class Mark:
    """The mark in force of one person in one meeting."""

    status: str  # "present", "excused", "sick" or "absent"
    arrived_at: datetime | None = None
    sequence: int = 1


@dataclass(frozen=True)
class MeetingResult:
    meeting: MeetingPlan
    standing: Standing
    mark: Mark | None
    minutes: int
    is_over: bool
    is_running: bool

    @property
    def is_coming(self) -> bool:
        return not self.is_over and not self.is_running


@dataclass(frozen=True)
class AttendanceTotals:
    """What one trainee attended. Minutes are lesson minutes; self-study counts when finished."""

    results: tuple[MeetingResult, ...]
    self_study_minutes: int
    self_study_total: int
    days: int
    days_present: int

    @property
    def attended_minutes(self) -> int:
        return self.self_study_minutes + sum(result.minutes for result in self.results)

    @property
    def total_minutes(self) -> int:
        lessons = sum(result.meeting.lesson_minutes for result in self.results)
        return self.self_study_total + lessons

    @property
    def percent(self) -> int:
        """Of the whole training, in hundredths."""
        return percent_of(self.attended_minutes, self.total_minutes)

    @property
    def over(self) -> tuple[MeetingResult, ...]:
        """The meetings that are over: only of these one can say who missed them."""
        return tuple(result for result in self.results if result.is_over)

    @property
    def running(self) -> int:
        return sum(result.is_running for result in self.results)

    @property
    def percent_so_far(self) -> int | None:
        """Of the meetings that are over; None before the first is."""
        total = sum(result.meeting.lesson_minutes for result in self.over)
        return percent_of(sum(result.minutes for result in self.over), total) if self.over else None

    @property
    def present_so_far(self) -> int:
        return sum(result.standing in HERE for result in self.over)

    @property
    def unmarked(self) -> tuple[MeetingPlan, ...]:
        """Meetings that are over and for which nobody said anything about this person."""
        return tuple(r.meeting for r in self.over if r.standing is Standing.UNMARKED)

    @property
    def counts(self) -> Counter[Standing]:
        """How often each standing; together always the number of meetings."""
        return Counter(result.standing for result in self.results)


def standing_of(meeting: MeetingPlan, mark: Mark | None) -> Standing:
    if mark is None:
        return Standing.UNMARKED
    if mark.status != Standing.PRESENT:
        return Standing(mark.status)
    is_on_time = mark.arrived_at is None or not is_late(meeting, mark.arrived_at)
    return Standing.PRESENT if is_on_time else Standing.LATE


def minutes_of(meeting: MeetingPlan, mark: Mark | None) -> int:
    """Lesson minutes from arrival on; who was not late is there from the beginning."""
    standing = standing_of(meeting, mark)
    if mark is None or standing not in HERE:
        return 0
    if standing is Standing.PRESENT or mark.arrived_at is None:
        return meeting.lesson_minutes
    arrived = whole_minute(mark.arrived_at)
    return sum(
        max(0, minutes_in(lesson.ends_at - max(lesson.starts_at, arrived)))
        for lesson in meeting.lessons
    )


def totals(
    meetings: Sequence[MeetingPlan],
    marks: Mapping[int, Mark],
    at: datetime,
    *,
    self_study: tuple[int, int] = (0, 0),
) -> AttendanceTotals:
    """`marks` by meeting id; `self_study` is finished and total minutes."""
    results = tuple(_result(meeting, marks.get(meeting.id), at) for meeting in meetings)
    present = {result.meeting.day for result in results if result.standing in HERE}
    return AttendanceTotals(
        results=results,
        self_study_minutes=self_study[0],
        self_study_total=self_study[1],
        days=len({meeting.day for meeting in meetings}),
        days_present=len(present),
    )


def _result(meeting: MeetingPlan, mark: Mark | None, at: datetime) -> MeetingResult:
    over = is_over(meeting, at)
    return MeetingResult(
        meeting=meeting,
        standing=standing_of(meeting, mark),
        mark=mark,
        minutes=minutes_of(meeting, mark),
        is_over=over,
        is_running=not over and state_of(meeting, at).takes_marks,
    )


def percent_of(part: int, whole: int) -> int:
    """In hundredths, and cut off, so that 89,99 never reads as 90,00."""
    return part * 10_000 // whole if whole else 0
