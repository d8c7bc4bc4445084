"""Asks for handouts, and keeps what was made: one file for equal texts, however often asked."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from courses.handouts.models import Handout
from courses.handouts.queries import Piece
from courses.handouts.rules import State
from lms import audit, files, jobs
from lms.db import after_commit, db

MAKE = "handout.make"

_KEYS = sa.select(Handout.file_key).where(
    Handout.file_key.in_(sa.bindparam("keys", expanding=True))
)


def ask_for(piece: Piece, *, training_id: int, actor_id: int | None, at: datetime) -> None:
    """Have the file made, unless it is there or on its way already."""
    if piece.state not in (State.ABSENT, State.FAILED):
        return
    row = piece.row
    if row is None:
        digest = piece.volume.digest
        row = Handout(training_id=training_id, name=piece.name, digest=digest, asked_at=at)
        db.session.add(row)
    row.asked_at, row.failed_at = at, None
    db.session.flush()  # the job needs its id
    audit.record("handout.asked", row, actor_id=actor_id, training_id=training_id, name=piece.name)
    jobs.enqueue(MAKE, handout_id=row.id)


def keep_file(row: Handout, *, file_key: str, size: int, at: datetime) -> None:
    """Note where the file lies, and drop those of earlier texts."""
    row.file_key, row.size, row.made_at, row.failed_at = file_key, size, at, None
    earlier = db.session.scalars(
        sa.select(Handout).where(
            Handout.training_id == row.training_id,
            Handout.name == row.name,
            Handout.id != row.id,
        )
    ).all()
    for old in earlier:
        db.session.delete(old)
    db.session.flush()
    _forget_files([old.file_key for old in earlier if old.file_key])


def _forget_files(keys: list[str]) -> None:
    """Equal bytes lie under one key: what another handout still has stays."""
    in_use = set(db.session.scalars(_KEYS, {"keys": keys}))
    for key in set(keys) - in_use:
        after_commit(lambda key=key: files.store().remove(key))  # type: ignore[misc]
