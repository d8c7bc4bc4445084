"""A roster file between its upload and its import."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class RosterUpload(Base):
    """A file the organiser sent and has yet to confirm. It is kept sealed, for two hours."""

    __tablename__ = "roster_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(43), unique=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    file_key: Mapped[str] = mapped_column(sa.String(80))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    uploaded_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
