"""Keeps what somebody read on a signed sheet: each line a new row, a correction is the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.attendance.models import AttendanceMark, PaperLine, Signature, Source
from courses.attendance.services import ChangedMeanwhileError, OwnAttendanceError
from courses.trainings.models import Enrolment, Meeting
from lms import audit
from lms.db import db
from lms.people.models import Person

_MOMENT = timedelta(microseconds=1)
_LINES = (
    sa.select(PaperLine.enrolment_id, PaperLine.signature)
    .where(PaperLine.meeting_id == sa.bindparam("meeting_id"))
    .order_by(PaperLine.sequence, PaperLine.id)
)
_SETTLED = (
    sa.select(AttendanceMark.enrolment_id, sa.func.max(AttendanceMark.recorded_at))
    .where(
        AttendanceMark.meeting_id == sa.bindparam("meeting_id"),
        AttendanceMark.source == Source.SETTLED,
    )
    .group_by(AttendanceMark.enrolment_id)
)
_OWN = sa.select(Enrolment.id).where(
    Enrolment.training_id == sa.bindparam("training_id"),
    Enrolment.person_id == sa.bindparam("person_id"),
)
_NAMES = (
    sa.select(Person.name)
    .join(Enrolment, Enrolment.person_id == Person.id)
    .where(Enrolment.id.in_(sa.bindparam("seats", expanding=True)))
    .order_by(Person.name_key, Person.id)
)


@dataclass(frozen=True)
class Reading:
    """What one line says; `expected` is the line in force that the page showed, 0 for none."""

    enrolment_id: int
    signature: Signature
    expected: int


def read_lines(
    meeting: Meeting, readings: Sequence[Reading], *, actor_id: int, at: datetime
) -> int:
    """Keep all lines that say something new, or none where somebody else was faster.

    Returns how many. Pressing twice finds nothing new.
    """
    values = {"meeting_id": meeting.id}
    kept: dict[int, list[Signature]] = defaultdict(list)
    for enrolment_id, signature in db.session.execute(_LINES, values):
        kept[enrolment_id].append(signature)
    new = [each for each in readings if kept[each.enrolment_id][-1:] != [each.signature]]
    _refuse_own(meeting, new, actor_id)
    late = [each.enrolment_id for each in new if each.expected != len(kept[each.enrolment_id])]
    if late:
        names = ", ".join(db.session.scalars(_NAMES, {"seats": late}))
        raise ChangedMeanwhileError(
            _("Baris ini baru saja diisi orang lain: %(names)s. Periksa lagi.", names=names)
        )
    # Later than a settlement also by a clock that runs slow, else new evidence would stay unseen.
    settled = {row[0]: row[1] for row in db.session.execute(_SETTLED, values)}
    for reading in new:
        after = settled.get(reading.enrolment_id)
        line = PaperLine(
            meeting_id=meeting.id,
            enrolment_id=reading.enrolment_id,
            sequence=reading.expected + 1,
            signature=reading.signature,
            recorded_by_id=actor_id,
            recorded_at=max(at, after + _MOMENT) if after else at,
        )
        db.session.add(line)
    if new:
        _record(meeting, new, actor_id)
    return len(new)


def _refuse_own(meeting: Meeting, new: Sequence[Reading], actor_id: int) -> None:
    values = {"training_id": meeting.training_id, "person_id": actor_id}
    own = set(db.session.scalars(_OWN, values))
    if any(reading.enrolment_id in own for reading in new):
        raise OwnAttendanceError(_("Baris Anda sendiri diisi oleh orang lain."))


def _record(meeting: Meeting, new: Sequence[Reading], actor_id: int) -> None:
    counts = Counter(reading.signature.value for reading in new)
    audit.record(
        "paper.read",
        meeting,
        actor_id=actor_id,
        training_id=meeting.training_id,
        lines={str(reading.enrolment_id): reading.signature.value for reading in new},
        counts=dict(counts),
    )
