"""Questions, their versions, and quizzes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText
from quizzes.bank.shown import Shown


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT_ANSWER = "short_answer"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"
    CASE = "case"
    ESSAY = "essay"
    FILE = "file"


class QuestionStatus(StrEnum):
    APPROVED = "approved"
    UNCONFIRMED = "perlu_konfirmasi"  # rests on a fact the Dinsos must confirm: never drawn


class QuizKind(StrEnum):
    PRETEST = "pretest"
    MODULE = "module"
    POSTTEST = "posttest"


class Question(Base):
    """`base_hash` is what the content folder last said of it, None if it came otherwise."""

    __tablename__ = "question"
    __table_args__ = (sa.UniqueConstraint("curriculum_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum.id"))
    module_id: Mapped[int | None] = mapped_column(sa.ForeignKey("module.id"))
    key: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[QuestionKind] = mapped_column(EnumText(QuestionKind))
    status: Mapped[QuestionStatus] = mapped_column(EnumText(QuestionStatus))
    level: Mapped[str] = mapped_column(sa.String(2), default="")
    section: Mapped[str] = mapped_column(sa.String(200), default="")  # heading of the module
    edition: Mapped[str] = mapped_column(sa.String(40), default="")  # "": asked in every edition
    version: Mapped[int] = mapped_column(default=1)  # the QuestionVersion drawn now
    base_hash: Mapped[str | None] = mapped_column(sa.String(64))


class QuestionVersion(Base):
    """A question as it once was. `source` is what was written, see `entries`; `content` is made
    of it by `rendering` and has what its kind needs beside "stem" and "explanation" (HTML):

    single, multiple, true_false: "options", each {"key": "a", "text": html, "correct": bool,
        "why": html}, with "fixed": True where its place is fixed, and "fraction" where the
        question has weights of its own, as `scoring.WHOLE_FRACTION` counts them;
    short_answer: "accepted", each {"text", "fraction", "why"}, and "case_sensitive";
    numeric: "accepted", each {"value": "12.5", "tolerance": "0", "fraction", "why"}, and "unit";
    matching: "pairs", each {"left": html, "right": text}, and "distractors";
    ordering: "items" (HTML) in the right order;
    case: "parts", each the content of a question with its "kind";
    essay: "model" (HTML), and "words": [least, most] if asked; file: "model".

    "points" (hundredths) stands only where a question is not worth one point.
    """

    __tablename__ = "question_version"
    __table_args__ = (sa.UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"))
    number: Mapped[int]
    source: Mapped[dict[str, Any]]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))  # None: a command
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]


class Quiz(Base):
    """`parallel_id` is the quiz whose questions are the other form: who sat one form in one of the
    two gets the other form in the other.
    """

    __tablename__ = "quiz"
    __table_args__ = (sa.UniqueConstraint("training_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    key: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[QuizKind] = mapped_column(EnumText(QuizKind))
    module_id: Mapped[int | None] = mapped_column(sa.ForeignKey("module.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    minutes: Mapped[int]
    attempts_allowed: Mapped[int]
    draw: Mapped[int | None]  # how many approved questions a paper asks; None: all
    pass_mark: Mapped[int | None]  # hundredths; None: no threshold
    parallel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quiz.id"))
    wrong_cost: Mapped[int] = mapped_column(default=100)  # percent of a right choice, see `scoring`
    needs_presence: Mapped[bool] = mapped_column(default=False)  # only for those present that day
    score_shown: Mapped[Shown] = mapped_column(EnumText(Shown), default=Shown.AT_ONCE)
    answers_shown: Mapped[Shown] = mapped_column(EnumText(Shown), default=Shown.NEVER)
    explanations_shown: Mapped[Shown] = mapped_column(EnumText(Shown), default=Shown.NEVER)
    shown_from: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    base_hash: Mapped[str | None] = mapped_column(sa.String(64))  # as a question's


class QuizQuestion(Base):
    __tablename__ = "quiz_question"
    __table_args__ = (
        sa.UniqueConstraint("quiz_id", "question_id"),
        sa.UniqueConstraint("quiz_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"))
    position: Mapped[int]
