"""Who let a question be asked, and who stopped that."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class Approval(Base):
    """A question was approved, or is to be confirmed again; the highest number holds.

    A question that came approved from a content folder has none.
    """

    __tablename__ = "question_approval"
    __table_args__ = (sa.UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"))
    number: Mapped[int]
    version: Mapped[int]  # the QuestionVersion that was looked at
    is_approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.String(500))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


forbid_changes(Approval.__table__)
