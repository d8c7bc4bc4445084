"""Reads of attendance: the plan of meetings, the marks in force, and their history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.attendance.models import AttendanceMark
from courses.attendance.rules import Lesson, MeetingPlan, Topic
from courses.attendance.totals import AttendanceTotals, Mark, StudyUnit, totals
from courses.catalogue.models import Module
from courses.trainings.models import (
    Enrolment,
    ItemKind,
    Meeting,
    ModuleReading,
    Role,
    ScheduleItem,
    Training,
)
from courses.trainings.queries import ITEM_COLUMNS
from courses.trainings.rules import Item
from lms import clock
from lms.db import db
from lms.people.models import Person

_LATER = aliased(AttendanceMark)
IN_FORCE = ~sa.exists().where(
    _LATER.meeting_id == AttendanceMark.meeting_id,
    _LATER.enrolment_id == AttendanceMark.enrolment_id,
    _LATER.sequence > AttendanceMark.sequence,
)
_MEETING_COLUMNS = (
    Meeting.id,
    Meeting.key,
    Meeting.title,
    Meeting.day,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.opens_before_minutes,
    Meeting.late_after_minutes,
    Meeting.opened_at,
    Meeting.closed_at,
    Meeting.printed_code_at,
)
_MEETING_WIDTH = len(_MEETING_COLUMNS)
_MARK_COLUMNS = (AttendanceMark.status, AttendanceMark.arrived_at, AttendanceMark.sequence)
_LESSON = aliased(ScheduleItem)
_LESSON_COLUMNS = (_LESSON.starts_at, _LESSON.ends_at, Module.code, Module.title)
_PLAN = (
    sa.select(*_MEETING_COLUMNS, *_LESSON_COLUMNS)
    .outerjoin(_LESSON, (_LESSON.meeting_id == Meeting.id) & (_LESSON.kind == ItemKind.LESSON))
    .outerjoin(Module, Module.id == _LESSON.module_id)
    .where(Meeting.training_id == sa.bindparam("training_id"))
    .order_by(Meeting.position, Meeting.id, _LESSON.starts_at, _LESSON.position)
)
_MARK_OF_ONE = sa.and_(
    AttendanceMark.meeting_id == Meeting.id,
    AttendanceMark.enrolment_id == sa.bindparam("enrolment_id"),
    IN_FORCE,
)
_PLAN_OF_ONE = _PLAN.outerjoin(AttendanceMark, _MARK_OF_ONE).add_columns(*_MARK_COLUMNS)
_DAY_OF_ONE = (
    sa.select(*_MEETING_COLUMNS, *ITEM_COLUMNS, *_MARK_COLUMNS)
    .select_from(ScheduleItem)
    .outerjoin(Meeting, Meeting.id == ScheduleItem.meeting_id)
    .outerjoin(Module, Module.id == ScheduleItem.module_id)
    .outerjoin(AttendanceMark, _MARK_OF_ONE)
    .where(ScheduleItem.training_id == sa.bindparam("training_id"))
    .order_by(ScheduleItem.starts_at, ScheduleItem.position)
)
_TRAINEES = (
    sa.select(
        Enrolment.id,
        Person.name,
        Enrolment.institution,
        Enrolment.region_code,
        AttendanceMark.meeting_id,
        *_MARK_COLUMNS,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(AttendanceMark, (AttendanceMark.enrolment_id == Enrolment.id) & IN_FORCE)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Person.name_key, Enrolment.id)
)
_TRAINEE = _TRAINEES.where(Enrolment.id == sa.bindparam("enrolment_id"))
_OF_TRAINING = sa.join(
    ModuleReading,
    Enrolment,
    (Enrolment.id == ModuleReading.enrolment_id)
    & (Enrolment.training_id == sa.bindparam("training_id")),
)
_SELF_STUDY = (
    sa.select(Module.code, Module.title, Module.lesson_hours, ModuleReading.enrolment_id)
    .select_from(Module)
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"), Module.is_self_study)
    .order_by(Module.position, Module.id)
)
_SELF_STUDY_OF_ALL = _SELF_STUDY.outerjoin(_OF_TRAINING, ModuleReading.module_id == Module.id)
_SELF_STUDY_OF_ONE = _SELF_STUDY.outerjoin(
    ModuleReading,
    (ModuleReading.module_id == Module.id)
    & (ModuleReading.enrolment_id == sa.bindparam("enrolment_id")),
)


@dataclass(frozen=True)
class Day:
    """The timetable and the meetings of a training, with the marks of one trainee."""

    items: tuple[Item, ...]
    meetings: tuple[MeetingPlan, ...]
    marks: dict[int, Mark]


@dataclass(frozen=True)
class Trainee:
    """A seat of the training with its marks in force, by meeting id."""

    enrolment_id: int
    name: str
    institution: str
    region_code: str | None
    marks: dict[int, Mark]


def meetings_of(training_id: int) -> tuple[MeetingPlan, ...]:
    rows = db.session.execute(_PLAN, {"training_id": training_id})
    return _plans((row[:_MEETING_WIDTH], row[_MEETING_WIDTH:]) for row in rows)


def day_of(training_id: int, enrolment_id: int) -> Day:
    """Everything a trainee's home says about today, in one statement."""
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    first, last = _MEETING_WIDTH, _MEETING_WIDTH + len(ITEM_COLUMNS)
    rows: Sequence[Any] = db.session.execute(_DAY_OF_ONE, values).all()
    items = tuple(Item(*row[first:last]) for row in rows)
    held = [(row, item) for row, item in zip(rows, items, strict=True) if row.id is not None]
    return Day(
        items=items,
        meetings=_plans((row[:first], _lesson(item)) for row, item in held),
        marks={row.id: Mark(*row[last:]) for row, _item in held if row[last] is not None},
    )


def plan_of(training_id: int, enrolment_id: int) -> tuple[tuple[MeetingPlan, ...], dict[int, Mark]]:
    """The meetings with their lessons, and one trainee's marks in force."""
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    first, last = _MEETING_WIDTH, _MEETING_WIDTH + len(_LESSON_COLUMNS)
    rows = db.session.execute(_PLAN_OF_ONE, values).all()
    meetings = _plans((row[:first], row[first:last]) for row in rows)
    return meetings, {row.id: Mark(*row[last:]) for row in rows if row[last] is not None}


def trainees_of(training_id: int) -> list[Trainee]:
    """All seats with all marks in force, in one statement."""
    return _seats(db.session.execute(_TRAINEES, {"training_id": training_id}))


def trainee_of(training_id: int, enrolment_id: int) -> Trainee | None:
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    return next(iter(_seats(db.session.execute(_TRAINEE, values))), None)


def _seats(rows: Iterable[Any]) -> list[Trainee]:
    seats: dict[int, Trainee] = {}
    for row in rows:
        seat = seats.setdefault(row.id, Trainee(row[0], row[1], row[2], row[3], {}))
        if row.meeting_id is not None:
            seat.marks[row.meeting_id] = Mark(*row[5:])
    return list(seats.values())


def totals_of(
    training: Training, enrolment_id: int, at: datetime | None = None
) -> AttendanceTotals:
    """What one trainee attended until now, or until another moment."""
    meetings, marks = plan_of(training.id, enrolment_id)
    values = {"curriculum_id": training.curriculum_id, "enrolment_id": enrolment_id}
    rows = db.session.execute(_SELF_STUDY_OF_ONE, values)
    hour = training.minutes_per_lesson_hour
    units = [
        StudyUnit(Topic(code, title), hours * hour, reader is not None)
        for code, title, hours, reader in rows
    ]
    return totals(meetings, marks, at or clock.now(), self_study=units)


def totals_of_all(training: Training, at: datetime | None = None) -> dict[int, AttendanceTotals]:
    """By enrolment id, in as many statements for 200 trainees as for five."""
    meetings = meetings_of(training.id)
    return totals_of_trainees(training, meetings, trainees_of(training.id), at or clock.now())


def totals_of_trainees(
    training: Training,
    meetings: Sequence[MeetingPlan],
    trainees: Sequence[Trainee],
    at: datetime,
) -> dict[int, AttendanceTotals]:
    values = {"training_id": training.id, "curriculum_id": training.curriculum_id}
    units: dict[str, StudyUnit] = {}
    finished: set[tuple[int, str]] = set()
    for code, title, hours, reader in db.session.execute(_SELF_STUDY_OF_ALL, values):
        minutes = hours * training.minutes_per_lesson_hour
        units[code] = StudyUnit(Topic(code, title), minutes)
        finished.add((reader, code))
    return {
        trainee.enrolment_id: totals(
            meetings,
            trainee.marks,
            at,
            self_study=[
                replace(unit, is_finished=(trainee.enrolment_id, unit.topic.code) in finished)
                for unit in units.values()
            ],
        )
        for trainee in trainees
    }


def _lesson(item: Item) -> Sequence[Any]:
    is_lesson = item.kind is ItemKind.LESSON
    times = (item.starts_at, item.ends_at)
    return (*times, item.module_code, item.title) if is_lesson else (None,)


def _plans(rows: Iterable[tuple[Sequence[Any], Sequence[Any]]]) -> tuple[MeetingPlan, ...]:
    """Meetings in order, each with its lessons, from rows of (meeting, lesson)."""
    plans: dict[int, MeetingPlan] = {}
    lessons: dict[int, list[Lesson]] = {}
    for meeting, lesson in rows:
        plans.setdefault(meeting[0], MeetingPlan(*meeting))
        if lesson[0] is not None:
            starts_at, ends_at, code, title = lesson
            topic = Topic(code or "", title or "")
            lessons.setdefault(meeting[0], []).append(Lesson(starts_at, ends_at, topic))
    return tuple(replace(plan, lessons=tuple(lessons.get(plan.id, ()))) for plan in plans.values())
