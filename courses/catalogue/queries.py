"""Modules as readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from courses.catalogue.models import Figure, Module, ModuleVersion
from courses.trainings.models import ModuleReading
from lms.db import db


@dataclass(frozen=True)
class ModuleLine:
    """A module in a list; `finished_at` is the reader's own."""

    id: int
    code: str
    title: str
    lesson_hours: int
    is_self_study: bool
    version: int
    reading_minutes: int
    finished_at: datetime | None


_LINES = (
    sa.select(
        Module.id,
        Module.code,
        Module.title,
        Module.lesson_hours,
        Module.is_self_study,
        Module.version,
        ModuleVersion.reading_minutes,
        ModuleReading.finished_at,
    )
    .join(
        ModuleVersion,
        (ModuleVersion.module_id == Module.id) & (ModuleVersion.number == Module.version),
    )
    .outerjoin(
        ModuleReading,
        (ModuleReading.module_id == Module.id)
        & (ModuleReading.enrolment_id == sa.bindparam("enrolment_id")),
    )
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(Module.position)
)
_TEXT = (
    sa.select(ModuleVersion.html)
    .join(Module, Module.id == ModuleVersion.module_id)
    .where(Module.id == sa.bindparam("module_id"), ModuleVersion.number == Module.version)
)
_FIGURE = sa.select(Figure).where(
    Figure.curriculum_id == sa.bindparam("curriculum_id"), Figure.name == sa.bindparam("name")
)


def modules_of(curriculum_id: int, enrolment_id: int | None) -> list[ModuleLine]:
    """All modules in order, with what the trainee finished; staff have no enrolment here."""
    values = {"curriculum_id": curriculum_id, "enrolment_id": enrolment_id}
    return [ModuleLine(*row) for row in db.session.execute(_LINES, values)]


def text_of(module_id: int) -> str:
    """The HTML made when the module was saved."""
    return db.session.scalars(_TEXT, {"module_id": module_id}).one()


def figure_of(curriculum_id: int, name: str) -> Figure | None:
    values = {"curriculum_id": curriculum_id, "name": name}
    return db.session.scalar(_FIGURE, values)
