"""What people said of their names, and what became of their corrections."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class NameConfirmation(Base):
    """A trainee has read the name, and that is how it is to be printed."""

    __tablename__ = "name_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    confirmed_at: Mapped[datetime]


class NameRequest(Base):
    """A correction that a trainee asked for; one that waits has no `decided_at`."""

    __tablename__ = "name_request"
    __table_args__ = (
        sa.Index(
            "uq_name_request_waiting",
            "enrolment_id",
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    before: Mapped[str] = mapped_column(sa.String(200))
    wanted: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    asked_at: Mapped[datetime]
    is_accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(sa.String(300), default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]


forbid_changes(NameConfirmation.__table__)
