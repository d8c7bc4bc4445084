"""A comment to be used again; its owner alone changes it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

LONGEST = 500


class CommentSnippet(Base):
    __tablename__ = "comment_snippet"
    __table_args__ = (sa.UniqueConstraint("training_id", "owner_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(sa.String(LONGEST))
    is_shared: Mapped[bool]  # with the other trainers of the training
    saved_at: Mapped[datetime]
