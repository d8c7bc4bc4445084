"""Reads of a timetable that may be changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from courses.attendance.models import AttendanceMark
from courses.catalogue.models import Module
from courses.timetable.plan import Block, Line, Plan
from courses.trainings.models import Meeting, ScheduleItem, Training
from courses.trainings.queries import days_of
from lms.audit import AuditEntry
from lms.db import db
from lms.i18n import local
from lms.people.models import Person

_BLOCKS = (
    sa.select(Meeting)
    .where(Meeting.training_id == sa.bindparam("training_id"))
    .order_by(Meeting.starts_at, Meeting.position, Meeting.id)
)
_LINES = (
    sa.select(ScheduleItem, Meeting.key, Module.code)
    .outerjoin(Meeting, Meeting.id == ScheduleItem.meeting_id)
    .outerjoin(Module, Module.id == ScheduleItem.module_id)
    .where(ScheduleItem.training_id == sa.bindparam("training_id"))
    .order_by(ScheduleItem.starts_at, ScheduleItem.position)
)
_MODULES = (
    sa.select(Module.code, Module.title, Module.lesson_hours, Module.is_self_study)
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(Module.position, Module.id)
)
_MARKED = (
    sa.select(sa.func.count(sa.distinct(AttendanceMark.enrolment_id)))
    .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
    .where(
        Meeting.training_id == sa.bindparam("training_id"),
        Meeting.key.in_(sa.bindparam("keys", expanding=True)),
    )
)
CHANGES = (
    "timetable.line_added",
    "timetable.line_changed",
    "timetable.line_removed",
    "timetable.meeting_added",
    "timetable.meeting_changed",
    "timetable.meeting_removed",
    "training.loaded",
)
_CHANGES = (
    sa.select(AuditEntry.at, AuditEntry.action, AuditEntry.details, Person.name)
    .outerjoin(Person, Person.id == AuditEntry.actor_id)
    .where(
        AuditEntry.training_id == sa.bindparam("training_id"),
        AuditEntry.action.in_(CHANGES),
    )
    .order_by(AuditEntry.id.desc())
    .limit(20)
)


@dataclass(frozen=True)
class Change:
    """Something that was done to the timetable, and by whom; no name is a content folder."""

    at: datetime
    action: str
    name: str
    before: dict[str, Any]
    after: dict[str, Any]


def line_of(item: ScheduleItem, meeting: str | None, module: str | None) -> Line:
    starts, ends = local(item.starts_at), local(item.ends_at)
    return Line(
        id=item.id,
        day=item.day,
        starts=starts.time(),
        ends=ends.time(),
        title=item.title,
        kind=item.kind.value,
        meeting=meeting or "",
        module=module or "",
        lesson_hours=item.lesson_hours,
        quiz=item.quiz_key,
        speaker=item.speaker,
        room=item.room,
    )


def block_of(meeting: Meeting) -> Block:
    return Block(
        key=meeting.key,
        title=meeting.title,
        day=meeting.day,
        starts=local(meeting.starts_at).time(),
        ends=local(meeting.ends_at).time(),
        opens_before_minutes=meeting.opens_before_minutes,
        late_after_minutes=meeting.late_after_minutes,
    )


def plan_of(training: Training) -> Plan:
    """The timetable as it stands, in three statements."""
    values = {"training_id": training.id}
    blocks = db.session.scalars(_BLOCKS, values)
    lines = db.session.execute(_LINES, values)
    modules = db.session.execute(_MODULES, {"curriculum_id": training.curriculum_id})
    return Plan(
        days=days_of(training),
        blocks=tuple(block_of(meeting) for meeting in blocks),
        lines=tuple(line_of(*row) for row in lines),
        modules={row.code: 0 if row.is_self_study else row.lesson_hours for row in modules},
        minutes_per_lesson_hour=training.minutes_per_lesson_hour,
    )


def module_titles(curriculum_id: int) -> dict[str, str]:
    rows = db.session.execute(_MODULES, {"curriculum_id": curriculum_id})
    return {row.code: row.title for row in rows}


def marked_in(training_id: int, keys: Collection[str]) -> int:
    """How many people have a mark in any of these meetings."""
    if not keys:
        return 0
    values = {"training_id": training_id, "keys": list(keys)}
    return db.session.scalar(_MARKED, values) or 0


def changes_since(training_id: int, version: int) -> list[Change]:
    """What was done after this version of the timetable, the newest first."""
    rows: Iterable[Any] = db.session.execute(_CHANGES, {"training_id": training_id})
    return [
        Change(
            row.at, row.action, row.name or "", details.get("before", {}), details.get("after", {})
        )
        for row in rows
        if (details := row.details).get("version", 0) > version
    ]
