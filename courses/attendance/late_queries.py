"""Codes that were sent later: for staff with all that speaks for and against, and for oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.attendance import phones
from courses.attendance.models import AttendanceMark, LateScan, LateScanVerdict
from courses.attendance.queries import IN_FORCE
from courses.attendance.rules import minutes_in
from courses.attendance.totals import Mark
from courses.trainings.models import Enrolment, Meeting
from lms.db import db
from lms.people.models import Person

# The window of a code, its grace, and a clock that is a little off.
SAME_TIME = timedelta(minutes=2)

_Decider = aliased(Person)
_ALL = (
    sa.select(
        LateScan,
        Meeting.key,
        Person.id,
        Person.name,
        Enrolment.institution,
        Enrolment.withdrawn_at,
        LateScanVerdict,
        _Decider.name,
        AttendanceMark.status,
        AttendanceMark.arrived_at,
        AttendanceMark.sequence,
    )
    .join(Meeting, Meeting.id == LateScan.meeting_id)
    .join(Enrolment, Enrolment.id == LateScan.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(LateScanVerdict, LateScanVerdict.late_scan_id == LateScan.id)
    .outerjoin(_Decider, _Decider.id == LateScanVerdict.decided_by_id)
    .outerjoin(
        AttendanceMark,
        (AttendanceMark.meeting_id == LateScan.meeting_id)
        & (AttendanceMark.enrolment_id == LateScan.enrolment_id)
        & IN_FORCE,
    )
    .where(Meeting.training_id == sa.bindparam("training_id"))
    .order_by(Meeting.position, Person.name_key, LateScan.id)
)
_WAITING = (
    sa.select(LateScan.meeting_id, sa.func.count())
    .join(Meeting, Meeting.id == LateScan.meeting_id)
    .where(
        Meeting.training_id == sa.bindparam("training_id"),
        ~sa.exists().where(LateScanVerdict.late_scan_id == LateScan.id),
    )
    .group_by(LateScan.meeting_id)
)
_OF_ONE = (
    sa.select(LateScan.meeting_id, LateScan.shown_at, LateScanVerdict.is_accepted,
              LateScanVerdict.reason)
    .outerjoin(LateScanVerdict, LateScanVerdict.late_scan_id == LateScan.id)
    .where(LateScan.enrolment_id == sa.bindparam("enrolment_id"))
    .order_by(LateScan.shown_at, LateScan.id)
)  # fmt: skip


@dataclass(frozen=True)
class LateLine:
    """One code that was sent later, with what staff need to judge it."""

    scan: LateScan
    meeting_key: str
    person_id: int
    name: str
    institution: str
    is_withdrawn: bool
    verdict: LateScanVerdict | None
    decided_by: str
    mark: Mark | None
    same_phone: tuple[str, ...]  # others who used the phone in this meeting

    @property
    def phone_gap(self) -> int:
        """By how many minutes the phone's clock and the code's time differ; 0 if hardly."""
        gap = abs(self.scan.phone_at - self.scan.shown_at)
        return minutes_in(gap) if gap > SAME_TIME else 0

    @property
    def is_off_the_list(self) -> bool:
        return self.is_withdrawn or self.scan.was_withdrawn

    @property
    def is_plain(self) -> bool:
        """Nothing speaks against it, so that it may be confirmed with others in one go."""
        is_doubtful = self.is_off_the_list or self.same_phone or self.phone_gap or self.mark
        return self.verdict is None and not is_doubtful


@dataclass(frozen=True)
class OwnLate:
    """What became of a trainee's own code; `is_accepted` is None while it waits."""

    shown_at: datetime
    is_accepted: bool | None
    reason: str


def lines_of(training_id: int) -> list[LateLine]:
    """All codes of a training, in as many statements for 200 as for five."""
    shared = phones.shared(training_id)
    rows = db.session.execute(_ALL, {"training_id": training_id})
    return [_line(row, shared) for row in rows]


def waiting_of(training_id: int) -> dict[int, int]:
    """By meeting id, how many codes wait for staff."""
    rows = db.session.execute(_WAITING, {"training_id": training_id})
    return {row[0]: row[1] for row in rows}


def of_one(enrolment_id: int) -> dict[int, OwnLate]:
    """One trainee's codes by meeting id."""
    rows = db.session.execute(_OF_ONE, {"enrolment_id": enrolment_id})
    return {row[0]: OwnLate(row[1], row[2], row[3] or "") for row in rows}


def _line(row: Any, shared: dict[tuple[int, str], tuple[phones.Use, ...]]) -> LateLine:
    scan, key, person_id, name, institution, withdrawn_at, verdict, decider, *mark = row
    uses = shared.get((scan.meeting_id, scan.device), ())
    return LateLine(
        scan=scan,
        meeting_key=key,
        person_id=person_id,
        name=name,
        institution=institution,
        is_withdrawn=withdrawn_at is not None,
        verdict=verdict,
        decided_by=decider or "",
        mark=Mark(*mark) if mark[0] is not None else None,
        same_phone=tuple(use.name for use in uses if use.enrolment_id != scan.enrolment_id),
    )
