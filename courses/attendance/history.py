"""Every mark ever made, in order, with who made it, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.attendance.models import AttendanceMark, Source, Status
from courses.attendance.totals import Mark
from courses.trainings.models import Enrolment, Meeting
from lms.db import db
from lms.people.models import Person


@dataclass(frozen=True)
class Entry:
    meeting_id: int
    meeting: str
    name: str
    status: Status
    arrived_at: datetime | None
    sequence: int
    source: Source
    reason: str
    recorded_by: str
    recorded_at: datetime
    region_code: str | None

    @property
    def mark(self) -> Mark:
        return Mark(self.status, self.arrived_at, self.sequence)


_Recorder = aliased(Person)
_ALL = (
    sa.select(
        Meeting.id,
        Meeting.title,
        Person.name,
        AttendanceMark.status,
        AttendanceMark.arrived_at,
        AttendanceMark.sequence,
        AttendanceMark.source,
        AttendanceMark.reason,
        _Recorder.name,
        AttendanceMark.recorded_at,
        Enrolment.region_code,
    )
    .select_from(AttendanceMark)
    .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
    .join(Enrolment, Enrolment.id == AttendanceMark.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(_Recorder, _Recorder.id == AttendanceMark.recorded_by_id)
    .order_by(Meeting.position, Meeting.id, Person.name_key, Enrolment.id, AttendanceMark.sequence)
)
_OF_TRAINING = _ALL.where(Meeting.training_id == sa.bindparam("training_id"))
_OF_PERSON = _ALL.where(AttendanceMark.enrolment_id == sa.bindparam("enrolment_id"))
_OF_MEETING = _OF_PERSON.where(AttendanceMark.meeting_id == sa.bindparam("meeting_id"))


def of_training(training_id: int) -> list[Entry]:
    return _entries(_OF_TRAINING, training_id=training_id)


def of_person(enrolment_id: int) -> list[Entry]:
    return _entries(_OF_PERSON, enrolment_id=enrolment_id)


def of_meeting(enrolment_id: int, meeting_id: int) -> list[Entry]:
    return _entries(_OF_MEETING, enrolment_id=enrolment_id, meeting_id=meeting_id)


def _entries(statement: sa.Executable, **values: int) -> list[Entry]:
    rows: Iterable[Any] = db.session.execute(statement, values)
    return [Entry(*row) for row in rows]
