"""Rubrics, frozen once used, and assessments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText


class Rubric(Base):
    """content: {"criteria": [{"key", "title", "weight", "levels": [{"level", "title",
    "description"}]}]}; a changed rubric is the next version."""

    __tablename__ = "rubric"
    __table_args__ = (sa.UniqueConstraint("training_id", "key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    key: Mapped[str] = mapped_column(sa.String(60))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    pass_mark: Mapped[int]  # hundredths
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]


class AssessmentState(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"


class Assessment(Base):
    """One submission graded with one rubric; `revision` guards against a stale form."""

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_submission.id"), unique=True)
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubric.id"))
    assessor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    levels: Mapped[dict[str, Any]]  # criterion key -> level
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    score: Mapped[int | None]  # hundredths; None while criteria are open
    state: Mapped[AssessmentState] = mapped_column(EnumText(AssessmentState))
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    released_at: Mapped[datetime | None]


class ReportAssessment(Base):
    """A work report's score by its rubric; its trainee sees it once the report is accepted."""

    __tablename__ = "report_assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("report_submission.id"), unique=True)
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubric.id"))
    assessor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    levels: Mapped[dict[str, Any]]  # criterion key -> level
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    score: Mapped[int]  # hundredths
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
