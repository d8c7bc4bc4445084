"""Reads of the bank: what stands in it now, and which quiz asks what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.catalogue.models import Module
from lms.db import db
from quizzes.bank.models import Question, QuestionVersion, Quiz, QuizQuestion


@dataclass(frozen=True)
class Standing:
    """A question as it stands now; `module` is "" where it belongs to none."""

    id: int
    key: str
    base_hash: str | None
    module: str
    level: str
    status: str
    section: str
    edition: str
    source: dict[str, Any]

    @property
    def facts(self) -> dict[str, Any]:
        """What a folder's entry is compared with, see `entries`."""
        return {
            "module": self.module,
            "level": self.level,
            "status": self.status,
            "section": self.section,
            "edition": self.edition,
            "source": self.source,
        }


_STANDING = (
    sa.select(
        Question.id,
        Question.key,
        Question.base_hash,
        sa.func.coalesce(Module.code, ""),
        Question.level,
        Question.status,
        Question.section,
        Question.edition,
        QuestionVersion.source,
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
    .order_by(Question.id)
)
_LINKED = (
    sa.select(QuizQuestion.quiz_id, Question.key)
    .join(Question, Question.id == QuizQuestion.question_id)
    .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .order_by(QuizQuestion.quiz_id, QuizQuestion.position)
)
_PARALLEL = aliased(Quiz)
_QUIZZES = (
    sa.select(Quiz, Module.code, _PARALLEL.key)
    .outerjoin(Module, Module.id == Quiz.module_id)
    .outerjoin(_PARALLEL, _PARALLEL.id == Quiz.parallel_id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .order_by(Quiz.position, Quiz.key)
)


def quizzes_of(training_id: int) -> list[tuple[Quiz, str | None, str | None]]:
    """Each quiz with the code of its module and the key of its parallel quiz."""
    rows = db.session.execute(_QUIZZES, {"training_id": training_id})
    return [(quiz, module, parallel) for quiz, module, parallel in rows]


def titles_of(training_id: int) -> dict[str, str]:
    """The quizzes of a training by key, in their order."""
    found = sa.select(Quiz.key, Quiz.title).where(Quiz.training_id == training_id)
    rows = db.session.execute(found.order_by(Quiz.position, Quiz.id))
    return {row.key: row.title for row in rows}


def standing_of(curriculum_id: int) -> dict[str, Standing]:
    """All questions of a curriculum by key, in the order they came."""
    rows = db.session.execute(_STANDING, {"curriculum_id": curriculum_id})
    return {row[1]: Standing(*row) for row in rows}


def linked_keys(training_id: int) -> dict[int, list[str]]:
    """Quiz id -> the keys of its questions, in their order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for quiz_id, key in db.session.execute(_LINKED, {"training_id": training_id}):
        found[quiz_id].append(key)
    return dict(found)
