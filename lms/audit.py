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
    expected = GENESIS
    statement = sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    for entry in db.session.scalars(statement):
        if entry.previous_hash != expected or entry.hash != entry.computed_hash():
            return entry.id
        expected = entry.hash
    return None
