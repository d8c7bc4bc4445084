"""Attempts: the paper is frozen at the start, answers are logged, the score is stored once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText, forbid_changes


class ClosedBy(StrEnum):
    TRAINEE = "trainee"
    DEADLINE = "deadline"
    STAFF = "staff"


class Attempt(Base):
    """paper: {"questions": [{"question_id", "version", "kind", "stem", "points",
    "options": [{"key", "text"}], "correct": [keys]}]} in the order shown."""

    __tablename__ = "attempt"
    __table_args__ = (sa.UniqueConstraint("quiz_id", "enrolment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz.id"))
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    number: Mapped[int]
    paper: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime] = mapped_column(index=True)
    submitted_at: Mapped[datetime | None]
    closed_by: Mapped[ClosedBy | None] = mapped_column(EnumText(ClosedBy))
    receipt: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    points: Mapped[int | None]  # hundredths
    out_of: Mapped[int | None]  # hundredths
    score: Mapped[int | None]  # hundredths of 100, rounded half up once


class Answer(Base):
    """The answer in force to one question of an attempt."""

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("attempt_id", "question_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"))
    question_number: Mapped[int]  # 1-based place in the paper
    choices: Mapped[list[str]]  # option keys
    sequence: Mapped[int]  # the browser's count: an older one never overwrites a newer
    saved_at: Mapped[datetime]


class AnswerEvent(Base):
    """Every save that ever arrived, accepted or stale."""

    __tablename__ = "answer_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"), index=True)
    question_number: Mapped[int]
    choices: Mapped[list[str]]
    sequence: Mapped[int]
    is_stale: Mapped[bool]
    received_at: Mapped[datetime]


forbid_changes(AnswerEvent.__table__)
