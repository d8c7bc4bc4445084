"""Versions of a training's certificate template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class CertificateTemplate(Base):
    """The one in force has the highest version; issued certificates name theirs in their facts.

    `made_by_id` is None where it came with the content folder.
    """

    __tablename__ = "certificate_template"
    __table_args__ = (sa.UniqueConstraint("training_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"))
    version: Mapped[int]
    settings: Mapped[dict[str, Any]]
    logo: Mapped[str | None] = mapped_column(sa.String(120))  # key of a kept PNG
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    made_at: Mapped[datetime]


forbid_changes(CertificateTemplate.__table__)
