"""The audit log: appended in the same transaction as each change, chained by hash."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock
from lms.db import Base, db, forbid_changes, take_lock

GENESIS = "0" * 64


class AuditEntry(Base):
    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)  # no key: entries outlive people
    action: Mapped[str] = mapped_column(sa.String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(60))
    subject_id: Mapped[int]
    training_id: Mapped[int | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    def computed_hash(self) -> str:
        body = json.dumps(
            [
                self.at.isoformat(),
                self.actor_id,
                self.action,
                self.subject_kind,
                self.subject_id,
                self.training_id,
                self.reason,
                self.details,
                self.previous_hash,
            ],
            sort_keys=True,
            ensure_ascii=False,
        )
        return hashlib.sha256(body.encode()).hexdigest()


forbid_changes(AuditEntry.__table__)


class Subject(Protocol):
    __tablename__: str

    @property
    def id(self) -> int: ...


_LAST_HASH = sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)


def record(
    action: str,
    subject: Subject,
    *,
    actor_id: int | None,
    training_id: int | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """Append what was done (`noun.verbed`) to what, by whom and why.

    Must be called inside `transaction()`. Details hold no passwords, codes or NIK.
    """
    session = db.session
    session.flush()  # the subject may be new: its id is part of the entry
    take_lock(session.connection(), "audit")
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor_id,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        training_id=training_id,
        reason=reason,
        details=details,
        previous_hash=session.scalar(_LAST_HASH) or GENESIS,
    )
    entry.hash = entry.computed_hash()
    session.add(entry)
    session.flush()  # the next entry of this transaction chains to it


def first_broken() -> int | None:
    """The id of the first entry that was altered or whose predecessor is gone, if any."""
    table = AuditEntry.__table__
    rows = db.session.execute(sa.select(table).order_by(table.c.id))
    last, expected = 0, GENESIS
    try:
        for row in rows:
            entry = AuditEntry(**row._mapping)
            if entry.previous_hash != expected or entry.hash != entry.computed_hash():
                return entry.id
            last, expected = entry.id, entry.hash
    except ValueError:  # no longer a date or JSON at all
        return db.session.scalar(sa.select(sa.func.min(AuditEntry.id)).where(AuditEntry.id > last))
    return None


def head() -> tuple[int, str]:
    """How many entries there are, and the last one's hash.

    Kept elsewhere, it also proves later that no entry was cut off at the end.
    """
    count = db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) or 0
    return count, db.session.scalar(_LAST_HASH) or GENESIS
