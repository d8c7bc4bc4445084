"""Reads of a training that several pages share."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from courses.catalogue.models import Module
from courses.trainings.models import ScheduleItem, Training
from courses.trainings.rules import Item
from lms.db import db

ITEM_COLUMNS = (
    ScheduleItem.day,
    ScheduleItem.starts_at,
    ScheduleItem.ends_at,
    ScheduleItem.title,
    ScheduleItem.kind,
    ScheduleItem.lesson_hours,
    ScheduleItem.speaker,
    Module.code,
    ScheduleItem.room,
)
_SCHEDULE = (
    sa.select(*ITEM_COLUMNS)
    .outerjoin(Module, Module.id == ScheduleItem.module_id)
    .where(ScheduleItem.training_id == sa.bindparam("training_id"))
    .order_by(ScheduleItem.starts_at, ScheduleItem.position)
)


def schedule_of(training_id: int) -> list[Item]:
    return [Item(*row) for row in db.session.execute(_SCHEDULE, {"training_id": training_id})]


def days_of(training: Training) -> tuple[date, ...]:
    """The days of the training; they need not follow one another."""
    written = training.source.get("training", {}).get("days")
    if written:
        return tuple(date.fromisoformat(day) for day in written)
    length = (training.last_day - training.first_day).days
    return tuple(training.first_day + timedelta(days=number) for number in range(length + 1))
