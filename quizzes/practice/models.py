"""What a trainer saw of a trainee's practice: a draft while watching, then a record for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class ObservationDraft(Base):
    """What one trainer has ticked so far; it goes when the observation is finished."""

    __tablename__ = "observation_draft"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "observer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    observer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(sa.String(36))  # of the observation that it becomes
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubric.id"))
    levels: Mapped[dict[str, Any]]  # criterion key -> level
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime]


class Observation(Base):
    """A finished observation with one version of a rubric. Another one is another row."""

    __tablename__ = "observation"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(36), unique=True)  # of the page that it came from
    observer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubric.id"))
    levels: Mapped[dict[str, Any]]  # criterion key -> level
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    score: Mapped[int]  # hundredths
    observed_at: Mapped[datetime]


forbid_changes(Observation.__table__)
