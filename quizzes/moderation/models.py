"""A second, blind assessment of a work plan, and what was decided where two differ."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText, forbid_changes


class SecondAssessment(Base):
    """When it is finished it keeps what the first marker had said: both are compared later."""

    __tablename__ = "second_assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_submission.id"), unique=True)
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubric.id"))
    assessor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    levels: Mapped[dict[str, Any]]  # criterion key -> level
    comment: Mapped[str] = mapped_column(sa.Text, default="")  # for the other marker
    score: Mapped[int | None]  # hundredths; None while criteria are open
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    first_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    first_levels: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    first_score: Mapped[int | None]
    is_disputed: Mapped[bool | None]  # by the margin of that day


class AdjudicationKind(StrEnum):
    PROPOSED = "proposed"  # by one of the two markers
    AGREED = "agreed"  # the other one says the same
    DECIDED = "decided"  # by a third person


class Adjudication(Base):
    __tablename__ = "adjudication"
    __table_args__ = (sa.UniqueConstraint("submission_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_submission.id"))
    number: Mapped[int]
    kind: Mapped[AdjudicationKind] = mapped_column(EnumText(AdjudicationKind))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    levels: Mapped[dict[str, Any]]  # criterion key -> level
    score: Mapped[int]  # hundredths
    reason: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime]


forbid_changes(Adjudication.__table__)
