"""Whether somebody was here on a day: what a test in the room asks before it begins."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from courses.attendance.models import AttendanceMark, Status
from courses.attendance.queries import IN_FORCE
from courses.trainings.models import Meeting


def is_here(enrolment_id: Any, day: Any) -> sa.ColumnElement[bool]:
    """As a condition: on time or late in a meeting of that day. Not marked yet is not here."""
    return sa.exists().where(
        AttendanceMark.enrolment_id == enrolment_id,
        AttendanceMark.meeting_id == Meeting.id,
        AttendanceMark.status == Status.PRESENT,
        Meeting.day == day,
        IN_FORCE,
    )
