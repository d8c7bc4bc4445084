"""The same attendance added up over people: for a meeting, for a kabupaten or kota, for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import AttendanceTotals, Standing, percent_of
from lms.people.regions import PROVINCE


@dataclass(frozen=True)
class Group:
    """Some people in the meetings that are over; each is in one standing in each meeting."""

    people: int
    counts: Counter[Standing]
    minutes: int
    total: int

    @property
    def percent(self) -> int | None:
        """Of the lesson minutes of those meetings, in hundredths; None before the first is over."""
        return percent_of(self.minutes, self.total) if self.total else None


@dataclass(frozen=True)
class RegionLine:
    region_code: str
    group: Group


@dataclass(frozen=True)
class MeetingLine:
    """Everybody in one meeting, whether it is over or not."""

    meeting: MeetingPlan
    counts: Counter[Standing]


def group(totals: Sequence[AttendanceTotals]) -> Group:
    over = [result for one in totals for result in one.over]
    return Group(
        people=len(totals),
        counts=Counter(result.standing for result in over),
        minutes=sum(result.minutes for result in over),
        total=sum(result.meeting.lesson_minutes for result in over),
    )


def by_region(people: Iterable[tuple[str, AttendanceTotals]]) -> list[RegionLine]:
    """In the order of the codes, the province last."""
    found: dict[str, list[AttendanceTotals]] = {}
    for region_code, totals in people:
        found.setdefault(region_code, []).append(totals)
    ordered = sorted(found, key=lambda code: (code == PROVINCE, code))
    return [RegionLine(code, group(found[code])) for code in ordered]


def by_meeting(totals: Sequence[AttendanceTotals]) -> list[MeetingLine]:
    """Each meeting's standings, which together are always as many as the people."""
    columns = zip(*(one.results for one in totals), strict=True)
    return [
        MeetingLine(column[0].meeting, Counter(result.standing for result in column))
        for column in columns
    ]
