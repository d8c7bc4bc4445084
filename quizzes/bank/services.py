"""Keeping questions: a changed question is a new version, an equal one is nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms.content import hash_of
from lms.db import db
from quizzes.bank.models import (
    Question,
    QuestionKind,
    QuestionStatus,
    QuestionVersion,
    QuizQuestion,
)


@dataclass(frozen=True)
class NewQuestion:
    """A question to keep; `source` and `content` are what QuestionVersion holds."""

    key: str
    module_id: int | None
    kind: QuestionKind
    status: QuestionStatus
    level: str
    section: str
    edition: str
    source: dict[str, Any]
    content: dict[str, Any]

    @property
    def content_hash(self) -> str:
        return hash_of([self.kind, self.source, self.content])


_VERSIONS = (
    sa.select(Question, QuestionVersion.content_hash)
    .join(
        QuestionVersion,
        sa.and_(
            QuestionVersion.question_id == Question.id,
            QuestionVersion.number == Question.version,
        ),
    )
    .where(Question.curriculum_id == sa.bindparam("curriculum_id"))
)
_LINKS = sa.select(QuizQuestion).where(QuizQuestion.quiz_id == sa.bindparam("quiz_id"))


def keep_questions(
    curriculum_id: int,
    questions: Iterable[NewQuestion],
    *,
    at: datetime,
    author_id: int | None = None,
    note: str = "",
) -> tuple[dict[str, int], list[str]]:
    """Store questions by key. Return the ids by key, and the keys that are new or changed."""
    rows = db.session.execute(_VERSIONS, {"curriculum_id": curriculum_id}).all()
    known = {question.key: (question, content_hash) for question, content_hash in rows}
    ids: dict[str, int] = {}
    changed: list[str] = []
    for new in questions:
        question, content_hash = known.get(new.key, (None, ""))
        if question is None:
            question = _add(curriculum_id, new)
        question.module_id, question.kind = new.module_id, new.kind
        question.status, question.level = new.status, new.level
        question.section, question.edition = new.section, new.edition
        if content_hash != new.content_hash:
            question.version += 1
            changed.append(new.key)
            version = _version(question, new, at=at)
            version.author_id, version.note = author_id, note
            db.session.add(version)
        known[new.key] = (question, new.content_hash)
        ids[new.key] = question.id
    db.session.flush()  # links to these questions follow
    return ids, changed


def _add(curriculum_id: int, new: NewQuestion) -> Question:
    question = Question(
        curriculum_id=curriculum_id, key=new.key, kind=new.kind, status=new.status, version=0
    )
    db.session.add(question)
    db.session.flush()  # its first version needs the id
    return question


def _version(question: Question, new: NewQuestion, *, at: datetime) -> QuestionVersion:
    return QuestionVersion(
        question_id=question.id,
        number=question.version,
        source=new.source,
        content=new.content,
        content_hash=new.content_hash,
        created_at=at,
    )


def link_questions(quiz_id: int, question_ids: Sequence[int]) -> bool:
    """Let a quiz ask exactly these questions in this order; say whether that changed it."""
    links = list(db.session.scalars(_LINKS, {"quiz_id": quiz_id}))
    links.sort(key=lambda link: link.position)
    if [link.question_id for link in links] == list(question_ids):
        return False
    for link in links:
        db.session.delete(link)
    db.session.flush()  # the places must be free before they are taken again
    db.session.add_all(
        QuizQuestion(quiz_id=quiz_id, question_id=question_id, position=position)
        for position, question_id in enumerate(question_ids, start=1)
    )
    db.session.flush()
    return True
