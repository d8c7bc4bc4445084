"""The commitment a trainee signs and the work plan a trainee hands in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from courses.fieldwork.rules import PlanState
from lms.db import Base, EnumText, forbid_changes


class Commitment(Base):
    """Frozen with the text that was signed."""

    __tablename__ = "commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), unique=True)
    version: Mapped[str] = mapped_column(sa.String(40))
    html: Mapped[str] = mapped_column(sa.Text)
    signed_name: Mapped[str] = mapped_column(sa.String(200))
    signed_at: Mapped[datetime]


class WorkPlan(Base):
    """The plan as its trainee sees it now; `revision` guards against an older form."""

    __tablename__ = "work_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), unique=True)
    state: Mapped[PlanState] = mapped_column(EnumText(PlanState), index=True)
    content: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    comment: Mapped[str] = mapped_column(sa.Text, default="")  # why it was returned
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class PlanSubmission(Base):
    """What was handed in, each time, exactly as it was: this is what is graded.

    `of_id` is the submission of a partner with which this one was handed in, and whose grade it
    gets.
    """

    __tablename__ = "plan_submission"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("work_plan.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
    of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_submission.id"), index=True)


forbid_changes(PlanSubmission.__table__)
