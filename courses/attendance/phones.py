"""Which phone a mark came from. Two people on one phone both count, and staff are told.

Of the phone's cookie only a keyed hash is stored: it says that two marks came from one phone,
and nothing about the phone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from courses.attendance.models import AttendanceMark, LateScan
from courses.trainings.models import Enrolment, Meeting
from lms import crypto
from lms.db import db
from lms.people import device
from lms.people.models import Person


@dataclass(frozen=True)
class Use:
    """One person who used a phone in a meeting."""

    enrolment_id: int
    name: str
    at: datetime


def _uses_of(
    table: type[AttendanceMark | LateScan], moment: InstrumentedAttribute[datetime]
) -> sa.Select[int, str, int, str, datetime]:
    return (
        sa.select(
            table.meeting_id.label("meeting_id"),
            table.device.label("device"),
            table.enrolment_id.label("enrolment_id"),
            Person.name.label("name"),
            moment.label("at"),
        )
        .select_from(table)
        .join(Meeting, Meeting.id == table.meeting_id)
        .join(Enrolment, Enrolment.id == table.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Meeting.training_id == sa.bindparam("training_id"), table.device != "")
    )


_USES = sa.union_all(
    _uses_of(AttendanceMark, AttendanceMark.recorded_at),
    _uses_of(LateScan, LateScan.received_at),
).order_by("at", "enrolment_id")


def fingerprint() -> str:
    """The phone of this request, as it is kept with a mark."""
    return crypto.blind_index(device.of_request().key, purpose="attendance device").hex()


def shared(training_id: int) -> dict[tuple[int, str], tuple[Use, ...]]:
    """By meeting and phone, who used it, where that was more than one person."""
    found: defaultdict[tuple[int, str], dict[int, Use]] = defaultdict(dict)
    for row in db.session.execute(_USES, {"training_id": training_id}):
        use = Use(row.enrolment_id, row.name, row.at)
        found[row.meeting_id, row.device].setdefault(row.enrolment_id, use)
    return {key: tuple(uses.values()) for key, uses in found.items() if len(uses) > 1}


def shared_in(training_id: int, meeting_id: int) -> list[tuple[Use, ...]]:
    return [
        uses for (meeting, _phone), uses in shared(training_id).items() if meeting == meeting_id
    ]
