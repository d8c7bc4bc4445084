"""Packs that were asked for, and what each holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Pack(Base):
    """One archive as the training stood then; those made before stay.

    contents: {"name", "size", "sha256"} of each file in it.
    """

    __tablename__ = "pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    failed_at: Mapped[datetime | None]  # of the last try, until one succeeds
    made_at: Mapped[datetime | None]
    file_key: Mapped[str] = mapped_column(sa.String(100), default="")
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    contents: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
