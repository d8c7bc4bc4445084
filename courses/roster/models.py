"""Changes of the list of participants after it was drawn up: who came instead of whom."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, EnumText, forbid_changes


class SeatChangeKind(StrEnum):
    SUBSTITUTE = "substitute"  # takes the seat of somebody who leaves the list
    RETURN = "return"  # a substitution was a mistake and is undone
    WALK_IN = "walk_in"  # takes a seat of the quota that nobody had


class SeatChange(Base):
    """One person came onto the list by a letter (surat tugas); who left keeps all records.

    Both are enrolments of their own, so nobody inherits attendance, marks or a certificate.
    """

    __tablename__ = "seat_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    kind: Mapped[SeatChangeKind] = mapped_column(EnumText(SeatChangeKind))
    joined_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    left_id: Mapped[int | None] = mapped_column(sa.ForeignKey("enrolment.id"))
    letter_number: Mapped[str] = mapped_column(sa.String(120))
    letter_date: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


forbid_changes(SeatChange.__table__)
