"""Questions, their versions, and quizzes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class QuestionStatus(StrEnum):
    APPROVED = "approved"
    UNCONFIRMED = "perlu_konfirmasi"  # rests on a fact the Dinsos must confirm: never drawn


class QuizKind(StrEnum):
    PRETEST = "pretest"
    MODULE = "module"
    POSTTEST = "posttest"


class Question(Base):
    __tablename__ = "question"
    __table_args__ = (sa.UniqueConstraint("curriculum_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum.id"))
    module_id: Mapped[int | None] = mapped_column(sa.ForeignKey("module.id"))
    key: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[QuestionKind] = mapped_column(EnumText(QuestionKind))
    status: Mapped[QuestionStatus] = mapped_column(EnumText(QuestionStatus))
    level: Mapped[str] = mapped_column(sa.String(2), default="")
    version: Mapped[int] = mapped_column(default=1)  # the QuestionVersion drawn now


class QuestionVersion(Base):
    """content: {"stem": html, "options": [{"key": "a", "text": html, "correct": bool,
    "why": html, "fixed": True where its place is fixed}], "explanation": html}; true/false has
    the options "benar" and "salah". A question from elsewhere may have "points" (hundredths)
    and a "fraction" on every option, its weight as `scoring.WHOLE_FRACTION` counts it."""

    __tablename__ = "question_version"
    __table_args__ = (sa.UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]


class Quiz(Base):
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
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


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
