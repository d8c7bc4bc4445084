"""Credentials as they were signed, and the public keys that ever signed one."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, forbid_changes


class BadgeKey(Base):
    """A public key of the office; it stays in did.json after another one took its place."""

    __tablename__ = "badge_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    multibase: Mapped[str] = mapped_column(sa.String(80), unique=True)
    first_used_at: Mapped[datetime]


class Badge(Base):
    """The signed credential of a certificate, as the text that is served and attached.

    `status_index` is its place in the list of revocations.
    """

    __tablename__ = "badge"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"), unique=True)
    key_id: Mapped[int] = mapped_column(sa.ForeignKey("badge_key.id"))
    status_index: Mapped[int] = mapped_column(unique=True)
    document: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime]


forbid_changes(BadgeKey.__table__)
forbid_changes(Badge.__table__)
