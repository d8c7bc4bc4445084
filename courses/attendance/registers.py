"""The register of a training at one moment: what the page, the sheets and the paper all show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from courses.attendance import queries, recap
from courses.attendance.queries import Trainee
from courses.attendance.recap import Group, MeetingLine, RegionLine
from courses.attendance.rules import MeetingPlan, Topic
from courses.attendance.totals import AttendanceTotals
from courses.trainings.models import Training
from lms.people.regions import BY_CODE, PROVINCE


@dataclass(frozen=True)
class Line:
    trainee: Trainee
    totals: AttendanceTotals

    @property
    def region_code(self) -> str:
        return region_of(self.trainee.region_code)


@dataclass(frozen=True)
class Register:
    """`lines` are those of one region if one was asked for; `regions` are always all."""

    at: datetime
    region: str
    meetings: tuple[MeetingPlan, ...]
    lines: tuple[Line, ...]
    regions: tuple[RegionLine, ...]

    @property
    def shown(self) -> list[RegionLine]:
        return [line for line in self.regions if self.region in ("", line.region_code)]

    @property
    def days(self) -> list[date]:
        return sorted({meeting.day for meeting in self.meetings})

    @property
    def topics(self) -> list[Topic]:
        """The same for everybody."""
        return [result.topic for line in self.lines[:1] for result in line.totals.topics]

    @property
    def _totals(self) -> list[AttendanceTotals]:
        return [line.totals for line in self.lines]

    @property
    def together(self) -> Group:
        return recap.group(self._totals)

    @property
    def by_meeting(self) -> list[MeetingLine]:
        return recap.by_meeting(self._totals)


def register_of(training: Training, at: datetime, region: str = "") -> Register:
    """All trainees, or those of one region by its code; one that nobody is from asks for all."""
    meetings = queries.meetings_of(training.id)
    trainees = queries.trainees_of(training.id)
    totals = queries.totals_of_trainees(training, meetings, trainees, at)
    lines = [Line(trainee, totals[trainee.enrolment_id]) for trainee in trainees]
    regions = recap.by_region((line.region_code, line.totals) for line in lines)
    known = region if any(each.region_code == region for each in regions) else ""
    return Register(
        at=at,
        region=known,
        meetings=meetings,
        lines=tuple(line for line in lines if not known or line.region_code == known),
        regions=tuple(regions),
    )


def region_of(code: str | None) -> str:
    """Who is from no kabupaten or kota is from the province."""
    return code or PROVINCE


def region_name(code: str) -> str:
    return BY_CODE[code].name if code in BY_CODE else code
