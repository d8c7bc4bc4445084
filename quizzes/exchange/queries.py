"""Reads of the bank for import and export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from courses.catalogue.models import Curriculum, Figure, Module
from courses.catalogue.queries import figure_of
from lms.db import db
from lms.files import MissingFileError, store
from quizzes.bank.models import Question, QuestionStatus, QuestionVersion
from quizzes.exchange.bank_items import item_of
from quizzes.exchange.items import Item


@dataclass(frozen=True)
class BankQuestion:
    """A question as the bank has it now; `module` is "" where it belongs to none."""

    key: str
    kind: str
    status: QuestionStatus
    level: str
    module: str
    section: str
    edition: str
    content: Mapping[str, Any]

    def as_item(self, curriculum: str, line: int) -> Item:
        """Raises RefusedError for one that no format can say."""
        category = f"{curriculum}/{self.module}" if self.module else curriculum
        return item_of(
            self.kind,
            self.content,
            name=self.key,
            category=category,
            level=self.level,
            line=line,
        )


_BANK = (
    sa.select(
        Question.key,
        Question.kind,
        Question.status,
        Question.level,
        sa.func.coalesce(Module.code, ""),
        Question.section,
        Question.edition,
        QuestionVersion.content,
    )
    .join(
        QuestionVersion,
        sa.and_(
            QuestionVersion.question_id == Question.id,
            QuestionVersion.number == Question.version,
        ),
    )
    .outerjoin(Module, Module.id == Question.module_id)
    .where(Question.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(sa.func.coalesce(Module.position, 0), Question.key)
)
_MODULES = (
    sa.select(Module.code, Module.id, Module.title)
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(Module.position)
)

_FIGURES = sa.select(Figure.digest, Figure.name).where(
    Figure.curriculum_id == sa.bindparam("curriculum_id"), Figure.is_current
)


def bank_of(curriculum_id: int) -> list[BankQuestion]:
    """All questions of a curriculum, by module and key."""
    rows = db.session.execute(_BANK, {"curriculum_id": curriculum_id})
    return [
        BankQuestion(key, kind.value, status, level, module, section, edition, content)
        for key, kind, status, level, module, section, edition, content in rows
    ]


@dataclass(frozen=True)
class ModuleName:
    id: int
    code: str
    title: str


def modules_of(curriculum_id: int) -> list[ModuleName]:
    rows = db.session.execute(_MODULES, {"curriculum_id": curriculum_id})
    return [ModuleName(module_id, code, title) for code, module_id, title in rows]


def known_figures(curriculum_id: int) -> dict[str, str]:
    """How today's pictures are called, by their digest."""
    rows = db.session.execute(_FIGURES, {"curriculum_id": curriculum_id})
    return {row.digest: row.name for row in rows}


def picture_of(curriculum_id: int, name: str, version: str) -> bytes:
    """Raises MissingFileError if it is gone."""
    found = figure_of(curriculum_id, name, version)
    if found is None:
        raise MissingFileError(name)
    return store().get(found.file_key)


def curriculum_code(curriculum_id: int) -> str:
    return db.session.get_one(Curriculum, curriculum_id).code
