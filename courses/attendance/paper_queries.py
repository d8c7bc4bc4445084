"""Reads of attendance on paper: who stands on the sheet, what was read there, and the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.attendance.models import PaperLine, SheetScan, Signature
from courses.trainings.models import Enrolment, Meeting, Role, ScheduleItem
from lms.db import db
from lms.people.models import Person
from lms.people.regions import find_region

# As the roster numbers them, so that who joins later signs at the end and moves nobody's number.
_SEATS = (
    sa.select(
        Enrolment.id,
        Enrolment.person_id,
        Person.name,
        Person.nip,
        Enrolment.institution,
        Enrolment.position,
        Enrolment.region_code,
        Enrolment.withdrawn_at,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"), Enrolment.role == Role.TRAINEE)
    .order_by(Enrolment.roster_line == 0, Enrolment.roster_line, Enrolment.id)
)
_ROOMS = (
    sa.select(ScheduleItem.meeting_id, ScheduleItem.room)
    .where(
        ScheduleItem.training_id == sa.bindparam("training_id"),
        ScheduleItem.meeting_id.is_not(None),
        ScheduleItem.room != "",
    )
    .order_by(ScheduleItem.starts_at, ScheduleItem.position, ScheduleItem.id)
)
_LATER = aliased(PaperLine)
_LINES = (
    sa.select(
        PaperLine.meeting_id,
        PaperLine.enrolment_id,
        PaperLine.signature,
        PaperLine.sequence,
        PaperLine.recorded_at,
        Person.name,
    )
    .join(Meeting, Meeting.id == PaperLine.meeting_id)
    .join(Person, Person.id == PaperLine.recorded_by_id)
    .where(
        Meeting.training_id == sa.bindparam("training_id"),
        ~sa.exists().where(
            _LATER.meeting_id == PaperLine.meeting_id,
            _LATER.enrolment_id == PaperLine.enrolment_id,
            _LATER.sequence > PaperLine.sequence,
        ),
    )
)
_SCANS = (
    sa.select(SheetScan, Person.name)
    .join(Person, Person.id == SheetScan.uploaded_by_id)
    .where(SheetScan.meeting_id == sa.bindparam("meeting_id"))
    .order_by(SheetScan.uploaded_at, SheetScan.id)
)
_SCAN_COUNTS = (
    sa.select(SheetScan.meeting_id, sa.func.count())
    .join(Meeting, Meeting.id == SheetScan.meeting_id)
    .where(Meeting.training_id == sa.bindparam("training_id"), SheetScan.removed_at.is_(None))
    .group_by(SheetScan.meeting_id)
)
_SCAN = (
    sa.select(SheetScan)
    .join(Meeting, Meeting.id == SheetScan.meeting_id)
    .where(
        Meeting.training_id == sa.bindparam("training_id"),
        Meeting.key == sa.bindparam("meeting_key"),
        SheetScan.id == sa.bindparam("scan_id"),
        SheetScan.removed_at.is_(None),
    )
)


@dataclass(frozen=True)
class SheetSeat:
    """One line of the sheet."""

    enrolment_id: int
    person_id: int
    name: str
    nip: str
    institution: str
    position: str
    region: str
    is_withdrawn: bool


@dataclass(frozen=True)
class Line:
    """What is in force of one line of a signed sheet."""

    signature: Signature
    sequence: int
    recorded_at: datetime
    recorded_by: str


def seats_of(training_id: int) -> list[SheetSeat]:
    """Everyone who is or was on the list, in the order of the sheet."""
    rows = db.session.execute(_SEATS, {"training_id": training_id})
    return [
        SheetSeat(
            enrolment_id=row.id,
            person_id=row.person_id,
            name=row.name,
            nip=row.nip or "",
            institution=row.institution,
            position=row.position,
            region=_region_name(row.region_code),
            is_withdrawn=row.withdrawn_at is not None,
        )
        for row in rows
    ]


def rooms_of(training_id: int) -> dict[int, tuple[str, ...]]:
    """By meeting id, the rooms of its items, each once and as the day goes."""
    found: dict[int | None, dict[str, None]] = {}
    for meeting_id, room in db.session.execute(_ROOMS, {"training_id": training_id}):
        found.setdefault(meeting_id, {})[room] = None
    return {key: tuple(rooms) for key, rooms in found.items() if key is not None}


def lines_of(training_id: int) -> dict[tuple[int, int], Line]:
    """By meeting and enrolment, what the signed sheets were last read to say."""
    rows = db.session.execute(_LINES, {"training_id": training_id})
    return {(row[0], row[1]): Line(*row[2:]) for row in rows}


def scans_of(meeting_id: int) -> list[tuple[SheetScan, str]]:
    """With who put it there; also those whose file was taken away."""
    rows = db.session.execute(_SCANS, {"meeting_id": meeting_id})
    return [(scan, name) for scan, name in rows]


def scan_counts(training_id: int) -> dict[int, int]:
    rows = db.session.execute(_SCAN_COUNTS, {"training_id": training_id})
    return {row[0]: row[1] for row in rows}


def find_scan(training_id: int, meeting_key: str, scan_id: int) -> SheetScan | None:
    values = {"training_id": training_id, "meeting_key": meeting_key, "scan_id": scan_id}
    return db.session.scalar(_SCAN, values)


def _region_name(code: str | None) -> str:
    region = find_region(code) if code else None
    return region.name if region else ""
