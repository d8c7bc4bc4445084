"""What the marks of one trainee are worth, in minutes, lesson hours, topics and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from courses.attendance.rules import (
    MeetingPlan,
    Topic,
    is_late,
    is_over,
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
class StudyUnit:
    """A topic that everyone studies alone; it counts as a whole once it is finished."""

    topic: Topic
    minutes: int
    is_finished: bool = False


@dataclass(frozen=True)
class TopicResult:
    """Attended minutes of a topic's minutes, wherever in the timetable it is taught."""

    topic: Topic
    minutes: int
    total: int


@dataclass(frozen=True)
class DayResult:
    day: date
    minutes: int
    total: int
    is_present: bool  # in at least one of its meetings


@dataclass(frozen=True)
class MeetingResult:
    """`minutes_each` has the attended minutes of each lesson, in the order of the lessons."""

    meeting: MeetingPlan
    standing: Standing
    mark: Mark | None
    minutes_each: tuple[int, ...]
    is_over: bool
    is_running: bool

    @property
    def minutes(self) -> int:
        return sum(self.minutes_each)

    @property
    def is_coming(self) -> bool:
        return not self.is_over and not self.is_running


@dataclass(frozen=True)
class AttendanceTotals:
    """What one trainee attended. Minutes are lesson minutes; self-study counts when finished."""

    results: tuple[MeetingResult, ...]
    self_study: tuple[StudyUnit, ...] = ()

    @property
    def self_study_minutes(self) -> int:
        return sum(unit.minutes for unit in self.self_study if unit.is_finished)

    @property
    def self_study_total(self) -> int:
        return sum(unit.minutes for unit in self.self_study)

    @property
    def attended_minutes(self) -> int:
        return self.self_study_minutes + sum(result.minutes for result in self.results)

    @property
    def total_minutes(self) -> int:
        lessons = sum(result.meeting.lesson_minutes for result in self.results)
        return self.self_study_total + lessons

    @property
    def topics(self) -> tuple[TopicResult, ...]:
        """The same minutes by topic: first what is studied alone, then as it is taught."""
        found: dict[Topic, tuple[int, int]] = {}
        for topic, minutes, total in self._parts():
            so_far = found.get(topic, (0, 0))
            found[topic] = so_far[0] + minutes, so_far[1] + total
        return tuple(TopicResult(topic, *sums) for topic, sums in found.items())

    def _parts(self) -> Iterable[tuple[Topic, int, int]]:
        for unit in self.self_study:
            yield unit.topic, unit.minutes if unit.is_finished else 0, unit.minutes
        for result in self.results:
            for lesson, minutes in zip(result.meeting.lessons, result.minutes_each, strict=True):
                yield lesson.topic, minutes, lesson.minutes

    @property
    def by_day(self) -> tuple[DayResult, ...]:
        """The same minutes by day; self-study has no day, so it is in none."""
        held: dict[date, list[MeetingResult]] = {}
        for result in self.results:
            held.setdefault(result.meeting.day, []).append(result)
        return tuple(
            DayResult(
                day=day,
                minutes=sum(result.minutes for result in results),
                total=sum(result.meeting.lesson_minutes for result in results),
                is_present=any(result.standing in HERE for result in results),
            )
            for day, results in sorted(held.items())
        )

    @property
    def days(self) -> int:
        return len(self.by_day)

    @property
    def days_present(self) -> int:
        return sum(day.is_present for day in self.by_day)

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


def minutes_of(meeting: MeetingPlan, mark: Mark | None) -> tuple[int, ...]:
    """Minutes of each lesson from arrival on; who was not late is there from the beginning."""
    standing = standing_of(meeting, mark)
    if mark is None or standing not in HERE:
        return tuple(0 for _lesson in meeting.lessons)
    if standing is Standing.PRESENT or mark.arrived_at is None:
        return tuple(lesson.minutes for lesson in meeting.lessons)
    arrived = whole_minute(mark.arrived_at)
    return tuple(lesson.minutes_from(arrived) for lesson in meeting.lessons)


def totals(
    meetings: Sequence[MeetingPlan],
    marks: Mapping[int, Mark],
    at: datetime,
    *,
    self_study: Sequence[StudyUnit] = (),
) -> AttendanceTotals:
    """`marks` by meeting id."""
    results = tuple(_result(meeting, marks.get(meeting.id), at) for meeting in meetings)
    return AttendanceTotals(results, tuple(self_study))


def _result(meeting: MeetingPlan, mark: Mark | None, at: datetime) -> MeetingResult:
    over = is_over(meeting, at)
    return MeetingResult(
        meeting=meeting,
        standing=standing_of(meeting, mark),
        mark=mark,
        minutes_each=minutes_of(meeting, mark),
        is_over=over,
        is_running=not over and state_of(meeting, at).takes_marks,
    )


def percent_of(part: int, whole: int) -> int:
    """In hundredths, and cut off, so that 89,99 never reads as 90,00."""
    return part * 10_000 // whole if whole else 0
