"""Modules as readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from courses.catalogue.figures import FOLDER, VERSION, VERSION_LENGTH, picture_of
from courses.catalogue.models import Figure, Module, ModuleVersion
from courses.trainings.models import ModuleReading
from lms.db import db
from lms.markdown import Picture


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
    size: int
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
        ModuleVersion.size,
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
_FIGURE = (
    sa.select(Figure)
    .where(
        Figure.curriculum_id == sa.bindparam("curriculum_id"), Figure.name == sa.bindparam("name")
    )
    .order_by(Figure.is_current.desc(), Figure.id.desc())
)
_VERSION_OF_FIGURE = _FIGURE.where(Figure.digest.startswith(sa.bindparam("version")))
_SIZES = sa.select(Figure.name, Figure.digest, Figure.size).where(
    Figure.curriculum_id == sa.bindparam("curriculum_id")
)
_PICTURES = (
    sa.select(Figure.name, Figure.digest, Figure.width, Figure.height)
    .where(Figure.curriculum_id == sa.bindparam("curriculum_id"), Figure.is_current)
    .order_by(Figure.name)
)


def modules_of(curriculum_id: int, enrolment_id: int | None) -> list[ModuleLine]:
    """All modules in order, with what the trainee finished; staff have no enrolment here."""
    values = {"curriculum_id": curriculum_id, "enrolment_id": enrolment_id}
    return [ModuleLine(*row) for row in db.session.execute(_LINES, values)]


def text_of(module_id: int) -> str:
    """The HTML made when the module was saved."""
    return db.session.scalars(_TEXT, {"module_id": module_id}).one()


def figure_of(curriculum_id: int, name: str, version: str = "") -> Figure | None:
    """A picture by its name: the one of a version (the beginning of its digest), or today's."""
    values = {"curriculum_id": curriculum_id, "name": name}
    if VERSION.fullmatch(version) is None:
        return db.session.scalars(_FIGURE.limit(1), values).first()
    return db.session.scalars(_VERSION_OF_FIGURE.limit(1), values | {"version": version}).first()


def pictures_of(curriculum_id: int) -> dict[str, Picture]:
    """Today's pictures, by the path that texts call them."""
    rows = db.session.execute(_PICTURES, {"curriculum_id": curriculum_id})
    return {
        f"{FOLDER}/{name}": picture_of(name, digest, width, height)
        for name, digest, width, height in rows
    }


def picture_sizes(curriculum_id: int) -> dict[str, int]:
    """Bytes of every picture and version there is, as stored texts name them."""
    rows = db.session.execute(_SIZES, {"curriculum_id": curriculum_id})
    return {f"{name}?v={digest[:VERSION_LENGTH]}": size for name, digest, size in rows}
