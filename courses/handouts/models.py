"""Files made of the texts: which were asked for, and where those that were made lie."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Handout(Base):
    """One file of a training, as its texts were: `digest` tells those texts from later ones.

    It can always be made again, so it is no record of anything and goes when a newer one is made.
    """

    __tablename__ = "handout"
    __table_args__ = (sa.UniqueConstraint("training_id", "name", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    name: Mapped[str] = mapped_column(sa.String(40))  # in addresses: "PS-03.pdf"
    digest: Mapped[str] = mapped_column(sa.String(64))
    asked_at: Mapped[datetime]
    failed_at: Mapped[datetime | None]  # of the last try, until one succeeds
    made_at: Mapped[datetime | None]
    file_key: Mapped[str] = mapped_column(sa.String(100), default="")
    size: Mapped[int] = mapped_column(default=0)
