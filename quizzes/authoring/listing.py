"""The bank as a list: what was asked for, page by page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from courses.catalogue.models import Module
from lms.db import db
from quizzes.authoring.queries import KNOWN, Known
from quizzes.bank.models import (
    Question,
    QuestionKind,
    QuestionStatus,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)

PER_PAGE = 50


@dataclass(frozen=True)
class Filter:
    """What a list is to show; "" and False do not ask for anything."""

    module: str = ""
    kind: str = ""
    status: str = ""
    edition: str = ""
    text: str = ""
    is_unused: bool = False


@dataclass(frozen=True)
class Found:
    rows: list[Known]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


WITHOUT_MODULE = "-"

_ASKING = (
    sa.select(QuizQuestion.question_id, Quiz.key, Quiz.title)
    .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
    .where(
        Quiz.training_id == sa.bindparam("training_id"),
        QuizQuestion.question_id.in_(sa.bindparam("ids", expanding=True)),
    )
    .order_by(Quiz.position, Quiz.id)
)


def _conditions(training_id: int, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.module:
        code = "" if wanted.module == WITHOUT_MODULE else wanted.module
        found.append(sa.func.coalesce(Module.code, "") == code)
    if wanted.kind:
        found.append(Question.kind == QuestionKind(wanted.kind))
    if wanted.status:
        found.append(Question.status == QuestionStatus(wanted.status))
    if wanted.edition:
        found.append(Question.edition == wanted.edition)
    if wanted.is_unused:
        asked = sa.select(QuizQuestion.question_id).join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        found.append(Question.id.not_in(asked.where(Quiz.training_id == training_id)))
    for word in wanted.text.split():
        # JSON keeps letters beyond ASCII escaped; so are those of the word.
        written = json.dumps(word.lower())[1:-1].lower()
        text = sa.func.lower(sa.cast(QuestionVersion.source, sa.Text))
        in_key = sa.func.lower(Question.key).contains(word.lower(), autoescape=True)
        found.append(sa.or_(text.contains(written, autoescape=True), in_key))
    return found


def find(curriculum_id: int, training_id: int, wanted: Filter, page: int = 1) -> Found:
    """One page of the questions that fit; a page beyond the last is the last."""
    values = {"curriculum_id": curriculum_id}
    fitting = KNOWN.where(*_conditions(training_id, wanted))
    ids = fitting.with_only_columns(Question.id).order_by(None).subquery()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(ids), values) or 0
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    rows = db.session.execute(fitting.limit(PER_PAGE).offset((page - 1) * PER_PAGE), values)
    return Found([Known(*row) for row in rows], total, page)


def quizzes_asking(training_id: int, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Question id -> (key, title) of the training's quizzes that ask it."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for question_id, key, title in db.session.execute(
        _ASKING, {"training_id": training_id, "ids": list(ids)}
    ):
        found[question_id].append((key, title))
    return dict(found)
