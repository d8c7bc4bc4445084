"""Keeping a credential as it was signed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from certificates.badges import queries
from certificates.badges.models import Badge, BadgeKey
from lms.db import db


def keep(certificate_id: int, document: str, *, key: str, status_index: int, at: datetime) -> str:
    """Keep the credential and return it, or the one that was first. Inside `transaction()`."""
    first = queries.kept(certificate_id)
    if first is not None:
        return first
    db.session.add(
        Badge(
            certificate_id=certificate_id,
            key_id=_key_id(key, at),
            status_index=status_index,
            document=document,
            made_at=at,
        )
    )
    db.session.flush()
    return document


def _key_id(multibase: str, at: datetime) -> int:
    found = db.session.scalar(sa.select(BadgeKey.id).where(BadgeKey.multibase == multibase))
    if found is not None:
        return found
    key = BadgeKey(multibase=multibase, first_used_at=at)
    db.session.add(key)
    db.session.flush()
    return key.id
