"""Codes that arrive after their time: kept as evidence, and turned into marks by staff alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.attendance import rules
from courses.attendance.models import (
    AttendanceMark,
    LateScan,
    LateScanVerdict,
    Source,
    Status,
)
from courses.attendance.services import OwnAttendanceError, append, latest, plan_of
from courses.trainings.models import Enrolment, Meeting
from lms import audit
from lms.db import db
from lms.errors import DomainError

_KEPT = sa.select(LateScan).where(
    LateScan.meeting_id == sa.bindparam("meeting_id"),
    LateScan.enrolment_id == sa.bindparam("enrolment_id"),
)
_VERDICT = sa.select(LateScanVerdict).where(LateScanVerdict.late_scan_id == sa.bindparam("scan"))


class AlreadyDecidedError(DomainError):
    """Somebody else has decided meanwhile."""


@dataclass(frozen=True)
class Sent:
    """A code as a phone kept it, and since when the screen showed it."""

    code: str
    shown_at: datetime
    phone_at: datetime
    device: str


def adds_nothing(meeting: Meeting, mark: AttendanceMark, shown_at: datetime) -> bool:
    """Whether a mark already says as much as the code could: on time, or no later than it."""
    if mark.status is not Status.PRESENT or mark.arrived_at is None:
        return False
    is_on_time = not rules.is_late(plan_of(meeting), mark.arrived_at)
    return is_on_time or rules.whole_minute(mark.arrived_at) <= rules.whole_minute(shown_at)


def receive(
    meeting: Meeting, enrolment_id: int, sent: Sent, *, actor_id: int, at: datetime
) -> LateScan:
    """Keep a code as evidence. A meeting has one for each person: what came first stays."""
    values = {"meeting_id": meeting.id, "enrolment_id": enrolment_id}
    kept = db.session.scalars(_KEPT, values).first()
    if kept is not None:
        return kept
    seat = db.session.get_one(Enrolment, enrolment_id)
    scan = LateScan(
        meeting_id=meeting.id,
        enrolment_id=enrolment_id,
        code=sent.code,
        shown_at=sent.shown_at,
        phone_at=sent.phone_at,
        received_at=at,
        device=sent.device,
        was_withdrawn=seat.withdrawn_at is not None,
    )
    db.session.add(scan)
    _record("late_scan.received", scan, meeting, actor_id)
    return scan


def confirm(scan: LateScan, *, actor_id: int, at: datetime) -> bool:
    """Let the code count from when it was shown. False if a mark stood already: that one stays."""
    meeting = _decide(scan, is_accepted=True, reason="", actor_id=actor_id, at=at)
    if latest(scan.meeting_id, scan.enrolment_id) is not None:
        return False
    mark = AttendanceMark(
        meeting_id=scan.meeting_id,
        enrolment_id=scan.enrolment_id,
        sequence=1,
        status=Status.PRESENT,
        arrived_at=scan.shown_at,
        source=Source.SENT_LATER,
        reason="",
        device=scan.device,
        recorded_by_id=actor_id,
        recorded_at=at,
    )
    append(mark, meeting.training_id)
    return True


def confirm_all(scans: Sequence[LateScan], *, actor_id: int, at: datetime) -> int:
    """Confirm what a page showed together; what was decided meanwhile stays as it was."""
    done = 0
    for scan in scans:
        try:
            done += confirm(scan, actor_id=actor_id, at=at)
        except (AlreadyDecidedError, OwnAttendanceError):
            continue
    return done


def refuse(scan: LateScan, *, reason: str, actor_id: int, at: datetime) -> None:
    _decide(scan, is_accepted=False, reason=reason, actor_id=actor_id, at=at)


def verdict_on(scan: LateScan) -> LateScanVerdict | None:
    return db.session.scalars(_VERDICT, {"scan": scan.id}).first()


def _decide(
    scan: LateScan, *, is_accepted: bool, reason: str, actor_id: int, at: datetime
) -> Meeting:
    if db.session.get_one(Enrolment, scan.enrolment_id).person_id == actor_id:
        raise OwnAttendanceError(_("Kehadiran Anda sendiri diputuskan oleh orang lain."))
    if verdict_on(scan) is not None:
        raise AlreadyDecidedError(_("Kode ini sudah diputuskan. Muat ulang daftarnya."))
    meeting = db.session.get_one(Meeting, scan.meeting_id)
    verdict = LateScanVerdict(
        late_scan_id=scan.id,
        is_accepted=is_accepted,
        reason=reason,
        decided_by_id=actor_id,
        decided_at=at,
    )
    db.session.add(verdict)
    action = "late_scan.confirmed" if is_accepted else "late_scan.refused"
    _record(action, scan, meeting, actor_id, reason)
    return meeting


def _record(action: str, scan: LateScan, meeting: Meeting, actor_id: int, reason: str = "") -> None:
    audit.record(
        action,
        scan,
        actor_id=actor_id,
        training_id=meeting.training_id,
        reason=reason,
        meeting_id=scan.meeting_id,
        enrolment_id=scan.enrolment_id,
    )
