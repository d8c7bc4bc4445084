"""Modules as their authors see them: who changed what and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from courses.authoring.rules import FLAG, Passage, passages
from courses.catalogue.models import Curriculum, Figure, Module, ModuleVersion
from lms import markdown
from lms.db import db
from lms.people.models import Person


@dataclass(frozen=True)
class Stored:
    """A version of a module, today's or an earlier one."""

    module_id: int
    code: str
    title: str
    newest: int
    number: int
    text: str
    html: str
    reading_minutes: int
    size: int
    created_at: datetime
    note: str
    author: str | None  # None: it came from the content folder

    @property
    def words(self) -> int:
        return sum(any(mark.isalnum() for mark in word) for word in self.text.split())

    @property
    def flags(self) -> list[Passage]:
        return passages(self.text)

    @property
    def pictures(self) -> int:
        return len(markdown.images(self.text))


_COLUMNS = (
    Module.id,
    Module.code,
    Module.title,
    Module.version,
    ModuleVersion.number,
    ModuleVersion.markdown,
    ModuleVersion.html,
    ModuleVersion.reading_minutes,
    ModuleVersion.size,
    ModuleVersion.created_at,
    ModuleVersion.note,
    Person.name,
)
_VERSIONS = (
    sa.select(*_COLUMNS)
    .join(ModuleVersion, ModuleVersion.module_id == Module.id)
    .outerjoin(Person, Person.id == ModuleVersion.author_id)
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
)
_NEWEST = _VERSIONS.where(ModuleVersion.number == Module.version).order_by(Module.position)
_HISTORY = _VERSIONS.where(Module.code == sa.bindparam("code")).order_by(
    ModuleVersion.number.desc()
)
_ONE = _NEWEST.where(Module.code == sa.bindparam("code"))
_FIGURES = (
    sa.select(Figure)
    .where(Figure.curriculum_id == sa.bindparam("curriculum_id"), Figure.is_current)
    .order_by(Figure.name)
)
_HOW_MANY_FLAGS = sa.select(
    sa.func.sum(
        sa.func.length(ModuleVersion.markdown)
        - sa.func.length(sa.func.replace(ModuleVersion.markdown, FLAG, ""))
    )
).where(
    ModuleVersion.module_id == Module.id,
    ModuleVersion.number == Module.version,
    Module.curriculum_id == sa.bindparam("curriculum_id"),
)


def curriculum_of(curriculum_id: int) -> Curriculum:
    return db.session.get_one(Curriculum, curriculum_id)


def modules_of(curriculum_id: int) -> list[Stored]:
    """Every module as it stands now, in order."""
    return [
        Stored(*tuple(row)) for row in db.session.execute(_NEWEST, {"curriculum_id": curriculum_id})
    ]


def module_of(curriculum_id: int, code: str) -> Stored | None:
    values = {"curriculum_id": curriculum_id, "code": code}
    row = db.session.execute(_ONE, values).one_or_none()
    return None if row is None else Stored(*tuple(row))


def history_of(curriculum_id: int, code: str) -> list[Stored]:
    """All versions of a module, the newest first; empty if there is no such module."""
    values = {"curriculum_id": curriculum_id, "code": code}
    return [Stored(*tuple(row)) for row in db.session.execute(_HISTORY, values)]


def figures_of(curriculum_id: int) -> list[Figure]:
    return list(db.session.scalars(_FIGURES, {"curriculum_id": curriculum_id}))


def flags_in(curriculum_id: int) -> int:
    """How many flags the texts of today have, counted by the database."""
    letters = db.session.scalar(_HOW_MANY_FLAGS, {"curriculum_id": curriculum_id}) or 0
    return int(letters) // len(FLAG)
