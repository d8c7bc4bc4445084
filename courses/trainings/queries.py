"""Reads of a training that several pages share."""

from __future__ import annotations

import sqlalchemy as sa

from courses.catalogue.models import Module
from courses.trainings.models import ScheduleItem
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
)
_SCHEDULE = (
    sa.select(*ITEM_COLUMNS)
    .outerjoin(Module, Module.id == ScheduleItem.module_id)
    .where(ScheduleItem.training_id == sa.bindparam("training_id"))
    .order_by(ScheduleItem.starts_at, ScheduleItem.position)
)


def schedule_of(training_id: int) -> list[Item]:
    return [Item(*row) for row in db.session.execute(_SCHEDULE, {"training_id": training_id})]
