"""Decisions: evidence and rules are frozen with the verdict."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText, forbid_changes


class Verdict(StrEnum):
    COMPETENT = "competent"
    NOT_YET = "not_yet_competent"


class Decision(Base):
    """The decision in force about a trainee is the one with the highest sequence."""

    __tablename__ = "decision"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    sequence: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(EnumText(Verdict))
    evidence: Mapped[dict[str, Any]]
    evidence_hash: Mapped[str] = mapped_column(sa.String(64))
    rules: Mapped[dict[str, Any]]
    rules_version: Mapped[int]
    missing: Mapped[list[dict[str, Any]]]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]


forbid_changes(Decision.__table__)
