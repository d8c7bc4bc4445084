"""A person decides where evidence contradicts itself: one more mark, newer than all of it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from courses.attendance import evidence, services
from courses.attendance.evidence import Seen
from courses.attendance.models import AttendanceMark, Source, Status
from courses.attendance.reconciling import newest_at
from courses.attendance.services import ChangedMeanwhileError, Hand, OwnAttendanceError
from courses.trainings.models import Enrolment, Meeting
from lms.db import db
from lms.errors import DomainError


class NothingToSettleError(DomainError):
    """No evidence contradicts itself about this person."""


def settle(
    meeting: Meeting, enrolment_id: int, hand: Hand, seen: Seen, *, actor_id: int, at: datetime
) -> AttendanceMark:
    """`seen` is what the page showed: with any newer evidence it must be decided anew.

    The same button pressed twice gives back the mark that the first press made.
    """
    if db.session.get_one(Enrolment, enrolment_id).person_id == actor_id:
        raise OwnAttendanceError(_("Kehadiran Anda sendiri diputuskan oleh orang lain."))
    plan = services.plan_of(meeting)
    case = evidence.case_of(meeting.training_id, plan, enrolment_id)
    if case is None or case.seen != seen:
        standing = services.latest(meeting.id, enrolment_id)
        if standing is not None and _is_repeated(standing, hand, seen, actor_id):
            return standing
        raise ChangedMeanwhileError(
            _("Ada bukti baru sejak halaman ini dibuka. Periksa lagi, lalu putuskan.")
        )
    if not case.is_open:
        raise NothingToSettleError(_("Tidak ada pertentangan yang perlu diputuskan."))
    mark = AttendanceMark(
        meeting_id=meeting.id,
        enrolment_id=enrolment_id,
        sequence=seen.mark + 1,
        status=hand.status,
        arrived_at=hand.arrived_at if hand.status is Status.PRESENT else None,
        source=Source.SETTLED,
        reason=hand.reason,
        recorded_by_id=actor_id,
        recorded_at=max(at, newest_at(case.evidence) or at),
    )
    return services.append(mark, meeting.training_id)


def _is_repeated(standing: AttendanceMark, hand: Hand, seen: Seen, actor_id: int) -> bool:
    made = (standing.sequence - 1, standing.recorded_by_id, standing.source)
    said = (standing.status, standing.arrived_at, standing.reason)
    return made == (seen.mark, actor_id, Source.SETTLED) and said == (
        hand.status,
        hand.arrived_at,
        hand.reason,
    )
