"""Reads of the bank for those who write its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa

from courses.catalogue.models import Curriculum, Module, ModuleVersion
from lms.db import db
from lms.people.models import Person
from quizzes.authoring.models import Approval
from quizzes.bank.entries import lacking
from quizzes.bank.models import (
    Question,
    QuestionKind,
    QuestionStatus,
    QuestionVersion,
)


@dataclass(frozen=True)
class Known:
    """A question as it stands now; `module` is "" where it belongs to none."""

    id: int
    key: str
    kind: QuestionKind
    status: QuestionStatus
    module: str
    level: str
    section: str
    edition: str
    version: int
    source: dict[str, Any]
    content: dict[str, Any]

    @property
    def is_approved(self) -> bool:
        return self.status is QuestionStatus.APPROVED

    @property
    def header(self) -> dict[str, str]:
        return {
            "module": self.module,
            "level": self.level,
            "section": self.section,
            "edition": self.edition,
        }

    @property
    def lacks(self) -> list[str]:
        """What is missing before it can be approved."""
        return lacking(self.header | {"explanation": self.source.get("explanation", "")})


KNOWN = (
    sa.select(
        Question.id,
        Question.key,
        Question.kind,
        Question.status,
        sa.func.coalesce(Module.code, ""),
        Question.level,
        Question.section,
        Question.edition,
        Question.version,
        QuestionVersion.source,
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
    .order_by(sa.func.coalesce(Module.position, -1), Question.id)
)
_ONE = KNOWN.where(Question.key == sa.bindparam("key"))
_KEYED = KNOWN.where(Question.key.in_(sa.bindparam("keys", expanding=True)))
_MODULES = (
    sa.select(Module.id, Module.code, Module.title, ModuleVersion.markdown)
    .join(
        ModuleVersion,
        (ModuleVersion.module_id == Module.id) & (ModuleVersion.number == Module.version),
    )
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(Module.position)
)
_HISTORY = (
    sa.select(Approval, Person.name)
    .join(Person, Person.id == Approval.person_id)
    .where(Approval.question_id == sa.bindparam("question_id"))
    .order_by(Approval.number.desc())
)
_VERSIONS = (
    sa.select(
        QuestionVersion.number,
        QuestionVersion.source,
        QuestionVersion.note,
        QuestionVersion.created_at,
        Person.name,
    )
    .outerjoin(Person, Person.id == QuestionVersion.author_id)
    .where(QuestionVersion.question_id == sa.bindparam("question_id"))
    .order_by(QuestionVersion.number.desc())
)
_SOURCE = sa.select(QuestionVersion.source).where(
    QuestionVersion.question_id == sa.bindparam("question_id"),
    QuestionVersion.number == sa.bindparam("number"),
)
_KEYS = sa.select(Question.key).where(Question.curriculum_id == sa.bindparam("curriculum_id"))


def question_of(curriculum_id: int, key: str) -> Known | None:
    row = db.session.execute(_ONE, {"curriculum_id": curriculum_id, "key": key}).first()
    return Known(*row) if row else None


def questions_of(curriculum_id: int, keys: Sequence[str]) -> list[Known]:
    values = {"curriculum_id": curriculum_id, "keys": list(keys)}
    return [Known(*row) for row in db.session.execute(_KEYED, values)]


@dataclass(frozen=True)
class ModuleText:
    id: int
    code: str
    title: str
    markdown: str


def modules_of(curriculum_id: int) -> list[ModuleText]:
    rows = db.session.execute(_MODULES, {"curriculum_id": curriculum_id})
    return [ModuleText(*row) for row in rows]


def editions_of(curriculum_id: int) -> dict[str, str]:
    """Edition -> its name."""
    return db.session.get_one(Curriculum, curriculum_id).editions


def keys_of(curriculum_id: int) -> set[str]:
    return set(db.session.scalars(_KEYS, {"curriculum_id": curriculum_id}))


def free_key(curriculum_id: int) -> str:
    """A key for a new question that no other one has."""
    taken = keys_of(curriculum_id)
    return next(key for number in count(len(taken) + 1) if (key := f"S-{number:03d}") not in taken)


@dataclass(frozen=True)
class Decision:
    is_approved: bool
    version: int
    reason: str
    at: datetime
    person: str


def decisions_of(question_id: int) -> list[Decision]:
    """Approvals and what took them back, the newest first."""
    rows = db.session.execute(_HISTORY, {"question_id": question_id})
    return [Decision(row.is_approved, row.version, row.reason, row.at, name) for row, name in rows]


@dataclass(frozen=True)
class Version:
    number: int
    source: dict[str, Any]
    note: str
    at: datetime
    person: str | None


def source_at(question_id: int, number: int) -> dict[str, Any] | None:
    """What was written in an earlier version."""
    return db.session.scalar(_SOURCE, {"question_id": question_id, "number": number})


def versions_of(question_id: int) -> list[Version]:
    """The newest first."""
    rows = db.session.execute(_VERSIONS, {"question_id": question_id})
    return [Version(*row) for row in rows]
