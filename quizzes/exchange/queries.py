"""Reads of the bank for import and export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from courses.catalogue.models import Curriculum, Module
from lms.db import db
from quizzes.bank.models import Question, QuestionStatus, QuestionVersion
from quizzes.exchange import banking
from quizzes.exchange.items import Item


@dataclass(frozen=True)
class BankQuestion:
    """A question as the bank has it now; `module` is "" where it belongs to none."""

    key: str
    kind: str
    status: QuestionStatus
    level: str
    module: str
    content: Mapping[str, Any]

    def as_item(self, curriculum: str, line: int) -> Item:
        category = f"{curriculum}/{self.module}" if self.module else curriculum
        return banking.item_of(
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


def bank_of(curriculum_id: int) -> list[BankQuestion]:
    """All questions of a curriculum, by module and key."""
    rows = db.session.execute(_BANK, {"curriculum_id": curriculum_id})
    return [
        BankQuestion(key, kind.value, status, level, module, content)
        for key, kind, status, level, module, content in rows
    ]


@dataclass(frozen=True)
class ModuleName:
    id: int
    code: str
    title: str


def modules_of(curriculum_id: int) -> list[ModuleName]:
    rows = db.session.execute(_MODULES, {"curriculum_id": curriculum_id})
    return [ModuleName(module_id, code, title) for code, module_id, title in rows]


def curriculum_code(curriculum_id: int) -> str:
    return db.session.get_one(Curriculum, curriculum_id).code
