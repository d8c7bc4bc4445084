"""What the office answered to the things it must confirm."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class Confirmation(Base):
    """One thing was confirmed, or opened again; the row with the highest number holds.

    `item_key` names the text in training.yaml, which stands here as it was then.
    """

    __tablename__ = "confirmation"
    __table_args__ = (sa.UniqueConstraint("training_id", "item_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    item_key: Mapped[str] = mapped_column(sa.String(16))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    is_confirmed: Mapped[bool]
    answer: Mapped[str] = mapped_column(sa.Text)  # opened again: the reason
    source: Mapped[str] = mapped_column(sa.String(200))  # a letter's number, or who said so
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


forbid_changes(Confirmation.__table__)
