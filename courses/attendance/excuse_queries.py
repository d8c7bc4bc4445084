"""Reads of excuses: all of a training, one person's, one letter, and how many wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.attendance.excuse_rules import ExcuseState, state_of
from courses.attendance.models import AttendanceMark, Excuse, ExcuseMeeting, ExcuseVerdict
from courses.attendance.queries import IN_FORCE
from courses.attendance.totals import Mark
from courses.trainings.models import Enrolment, Meeting
from lms.db import db
from lms.people.models import Person

_Decider = aliased(Person)
_ALL = (
    sa.select(
        Excuse,
        Person.id,
        Person.name,
        Enrolment.institution,
        ExcuseVerdict,
        _Decider.name,
        ExcuseMeeting.meeting_id,
        AttendanceMark.status,
        AttendanceMark.arrived_at,
        AttendanceMark.sequence,
    )
    .join(Enrolment, Enrolment.id == Excuse.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(ExcuseMeeting, ExcuseMeeting.excuse_id == Excuse.id)
    .join(Meeting, Meeting.id == ExcuseMeeting.meeting_id)
    .outerjoin(ExcuseVerdict, ExcuseVerdict.excuse_id == Excuse.id)
    .outerjoin(_Decider, _Decider.id == ExcuseVerdict.decided_by_id)
    .outerjoin(
        AttendanceMark,
        (AttendanceMark.meeting_id == ExcuseMeeting.meeting_id)
        & (AttendanceMark.enrolment_id == Excuse.enrolment_id)
        & IN_FORCE,
    )
    .where(Enrolment.training_id == sa.bindparam("training_id"))
    .order_by(Excuse.sent_at.desc(), Excuse.id.desc(), Meeting.position, Meeting.id)
)
_OF_ONE = _ALL.where(Excuse.enrolment_id == sa.bindparam("enrolment_id"))
_ONE = _ALL.where(Excuse.id == sa.bindparam("excuse_id"))
_WAITING = (
    sa.select(ExcuseMeeting.meeting_id, ExcuseMeeting.excuse_id)
    .join(Excuse, Excuse.id == ExcuseMeeting.excuse_id)
    .join(Enrolment, Enrolment.id == Excuse.enrolment_id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.withdrawn_at.is_(None),
        ~sa.exists().where(ExcuseVerdict.excuse_id == Excuse.id),
    )
)
_OF_PERSON = (
    sa.select(Excuse, ExcuseVerdict)
    .join(Enrolment, Enrolment.id == Excuse.enrolment_id)
    .outerjoin(ExcuseVerdict, ExcuseVerdict.excuse_id == Excuse.id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(Excuse.id)
)


@dataclass
class ExcuseLine:
    excuse: Excuse
    person_id: int
    name: str
    institution: str
    verdict: ExcuseVerdict | None
    decided_by: str | None
    marks: dict[int, Mark | None] = field(default_factory=dict)  # of the meetings asked for

    @property
    def state(self) -> ExcuseState:
        return state_of(self.verdict.is_granted if self.verdict else None)


def all_of(training_id: int) -> list[ExcuseLine]:
    """Those that wait come first; else the newest."""
    lines = _lines(db.session.execute(_ALL, {"training_id": training_id}))
    return sorted(lines, key=lambda line: line.verdict is not None)


def of_enrolment(training_id: int, enrolment_id: int) -> list[ExcuseLine]:
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    return _lines(db.session.execute(_OF_ONE, values))


def find(training_id: int, excuse_id: int) -> ExcuseLine | None:
    values = {"training_id": training_id, "excuse_id": excuse_id}
    return next(iter(_lines(db.session.execute(_ONE, values))), None)


def waiting_of(training_id: int) -> dict[int, set[int]]:
    """By meeting, the requests that nobody has answered."""
    found: dict[int, set[int]] = {}
    for meeting_id, excuse_id in db.session.execute(_WAITING, {"training_id": training_id}):
        found.setdefault(meeting_id, set()).add(excuse_id)
    return found


def waiting_count(training_id: int) -> int:
    return len(set().union(*waiting_of(training_id).values()))


def own_data(person_id: int) -> list[dict[str, Any]]:
    """What stands in the person's own export: the letter itself is fetched on the page."""
    return [
        {
            "dikirim": excuse.sent_at.isoformat(),
            "jenis": excuse.status.value,
            "alasan": excuse.reason,
            "surat": excuse.letter_name or None,
            "surat_dihapus": _iso(excuse.letter_deleted_at),
            "dikabulkan": verdict.is_granted if verdict else None,
            "jawaban": verdict.answer if verdict else None,
        }
        for excuse, verdict in db.session.execute(_OF_PERSON, {"person_id": person_id})
    ]


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _lines(rows: Iterable[Any]) -> list[ExcuseLine]:
    lines: dict[int, ExcuseLine] = {}
    for excuse, person_id, name, institution, verdict, decider, meeting_id, *mark in rows:
        line = lines.setdefault(
            excuse.id, ExcuseLine(excuse, person_id, name, institution, verdict, decider)
        )
        line.marks[meeting_id] = Mark(*mark) if mark[0] is not None else None
    return list(lines.values())
