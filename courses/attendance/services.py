"""Writing attendance: every mark is a new row, a correction is the next one with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.attendance.models import AttendanceMark, Source, Status
from courses.attendance.rules import MeetingPlan, Phase, is_over, state_of
from courses.trainings.models import Enrolment, Meeting, Role, Training
from lms import audit
from lms.db import db
from lms.errors import DomainError

_LATEST = (
    sa.select(AttendanceMark)
    .where(
        AttendanceMark.meeting_id == sa.bindparam("meeting_id"),
        AttendanceMark.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .order_by(AttendanceMark.sequence.desc())
    .limit(1)
)
_NUMBERED = sa.select(AttendanceMark).where(
    AttendanceMark.meeting_id == sa.bindparam("meeting_id"),
    AttendanceMark.enrolment_id == sa.bindparam("enrolment_id"),
    AttendanceMark.sequence == sa.bindparam("sequence"),
)
_UNMARKED = (
    sa.select(Enrolment.id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.person_id != sa.bindparam("actor_id"),  # nobody vouches for the own presence
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
        ~sa.exists().where(
            AttendanceMark.enrolment_id == Enrolment.id,
            AttendanceMark.meeting_id == sa.bindparam("meeting_id"),
        ),
    )
    .order_by(Enrolment.id)
)


class MeetingNotOpenError(DomainError):
    """No mark can be taken by code now."""


class ChangedMeanwhileError(DomainError):
    """Somebody else marked the person after this page was opened."""


class OwnAttendanceError(DomainError):
    """Nobody vouches by hand for the own presence."""


@dataclass(frozen=True)
class Hand:
    """What a trainer says about one person; `expected` is the mark the page showed, 0 for none.

    A phone sends a tap again when no answer came, and only then says when it was: the first may
    have arrived without those words.
    """

    status: Status
    arrived_at: datetime | None
    reason: str
    expected: int
    is_sent_again: bool = False


@dataclass(frozen=True)
class Proof:
    """Which code a person had, and on which phone."""

    source: Source
    device: str = ""


SCREEN = Proof(Source.CODE)


def lock_of(meeting_id: int) -> str:
    """Marks of one meeting take turns; those of another need not wait."""
    return f"meeting {meeting_id}"


def check_in(
    meeting: Meeting, enrolment_id: int, *, actor_id: int, at: datetime, proof: Proof = SCREEN
) -> tuple[AttendanceMark, bool]:
    """Mark one person by code; a mark that already stands is given back with False."""
    standing = latest(meeting.id, enrolment_id)
    if standing is not None:
        return standing, False
    if not state_of(plan_of(meeting), at).takes_marks:
        raise MeetingNotOpenError(_("Presensi pertemuan ini tidak sedang dibuka."))
    mark = AttendanceMark(
        meeting_id=meeting.id,
        enrolment_id=enrolment_id,
        sequence=1,
        status=Status.PRESENT,
        arrived_at=at,
        source=proof.source,
        reason="",
        device=proof.device,
        recorded_by_id=actor_id,
        recorded_at=at,
    )
    return append(mark, meeting.training_id), True


def mark_by_hand(
    meeting: Meeting, enrolment_id: int, hand: Hand, *, actor_id: int, at: datetime
) -> AttendanceMark:
    """Mark or correct one person; the page's view of the person must still be true.

    The same button pressed twice gives back the mark that the first press made.
    """
    if db.session.get_one(Enrolment, enrolment_id).person_id == actor_id:
        raise OwnAttendanceError(_("Kehadiran Anda sendiri dicatat oleh fasilitator lain."))
    standing = latest(meeting.id, enrolment_id)
    sequence = standing.sequence if standing else 0
    if sequence != hand.expected:
        made = _made_by(meeting.id, enrolment_id, hand, actor_id)
        if made is not None:
            return made
        raise ChangedMeanwhileError(
            _("Kehadiran peserta ini baru saja diubah. Periksa riwayatnya, lalu simpan bila perlu.")
        )
    mark = AttendanceMark(
        meeting_id=meeting.id,
        enrolment_id=enrolment_id,
        sequence=sequence + 1,
        status=hand.status,
        arrived_at=hand.arrived_at if hand.status is Status.PRESENT else None,
        source=Source.HAND,
        reason=hand.reason,
        recorded_by_id=actor_id,
        recorded_at=at,
    )
    return append(mark, meeting.training_id)


def _made_by(
    meeting_id: int, enrolment_id: int, hand: Hand, actor_id: int
) -> AttendanceMark | None:
    """The mark that the same words of the same person made before, whatever came after it."""
    values = {"meeting_id": meeting_id, "enrolment_id": enrolment_id}
    made = db.session.scalars(_NUMBERED, values | {"sequence": hand.expected + 1}).first()
    if made is None or (made.recorded_by_id, made.source) != (actor_id, Source.HAND):
        return None
    if (made.status, made.arrived_at) != (hand.status, hand.arrived_at):
        return None
    is_same = made.reason == hand.reason or (hand.is_sent_again and not made.reason)
    return made if is_same else None


def mark_rest(meeting: Meeting, hand: Hand, *, actor_id: int, at: datetime) -> int:
    """Say the same of all who are unmarked, except of the own person.

    Nobody is absent before a meeting is over, nor present before it takes marks.
    """
    plan = plan_of(meeting)
    if hand.status is Status.ABSENT and not is_over(plan, at):
        raise DomainError(_("Tutup presensi dahulu, lalu tandai yang belum diisi."))
    if hand.status is Status.PRESENT and state_of(plan, at).phase is Phase.EARLY:
        raise DomainError(_("Presensi pertemuan ini belum dibuka."))
    values = {"training_id": meeting.training_id, "meeting_id": meeting.id, "actor_id": actor_id}
    unmarked: Iterable[int] = db.session.scalars(_UNMARKED, values).all()
    return len([mark_by_hand(meeting, seat, hand, actor_id=actor_id, at=at) for seat in unmarked])


def open_meeting(meeting: Meeting, *, actor_id: int, at: datetime) -> None:
    """Take marks from now on. Pressing twice is harmless."""
    if state_of(plan_of(meeting), at).takes_marks:
        return
    meeting.opened_at, meeting.closed_at = at, None
    meeting.printed_code_at = None  # switched on in an earlier opening
    _record("meeting.opened", meeting, actor_id)


def close_meeting(meeting: Meeting, *, actor_id: int, at: datetime) -> None:
    """Take no more marks; one that takes none, on an old page, stays as it is."""
    if not state_of(plan_of(meeting), at).takes_marks:
        return
    meeting.closed_at, meeting.printed_code_at = at, None
    _record("meeting.closed", meeting, actor_id)


def record_export(training: Training, *, form: str, region: str, count: int, actor_id: int) -> None:
    """Personal data leave the system with a download: keep who took how many."""
    audit.record(
        "attendance.exported",
        training,
        actor_id=actor_id,
        training_id=training.id,
        form=form,
        region=region,
        count=count,
    )


def latest(meeting_id: int, enrolment_id: int) -> AttendanceMark | None:
    values = {"meeting_id": meeting_id, "enrolment_id": enrolment_id}
    return db.session.scalars(_LATEST, values).first()


def plan_of(meeting: Meeting) -> MeetingPlan:
    """The meeting's times as they stand inside this transaction; lessons are not needed here."""
    return MeetingPlan(
        id=meeting.id,
        key=meeting.key,
        title=meeting.title,
        day=meeting.day,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        opens_before_minutes=meeting.opens_before_minutes,
        late_after_minutes=meeting.late_after_minutes,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        printed_code_at=meeting.printed_code_at,
    )


def append(mark: AttendanceMark, training_id: int) -> AttendanceMark:
    """Store a new mark, whatever it rests on, with its entry in the audit log."""
    db.session.add(mark)
    audit.record(
        "attendance.marked",
        mark,
        actor_id=mark.recorded_by_id,
        training_id=training_id,
        reason=mark.reason,
        meeting_id=mark.meeting_id,
        enrolment_id=mark.enrolment_id,
        sequence=mark.sequence,
        status=mark.status,
    )
    return mark


def _record(action: str, meeting: Meeting, actor_id: int) -> None:
    audit.record(action, meeting, actor_id=actor_id, training_id=meeting.training_id)
