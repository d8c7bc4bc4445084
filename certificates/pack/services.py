"""Asking for a pack, and fetching it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from certificates.pack.models import Pack
from courses.trainings.models import Training
from lms import audit, jobs
from lms.db import db

MAKE = "pack.make"
# A job that was begun says how it ended. One that has been silent for so long has died.
PATIENCE = timedelta(minutes=15)

_PACKS = (
    sa.select(Pack).where(Pack.training_id == sa.bindparam("training_id")).order_by(Pack.id.desc())
)


class State(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


def state_of(pack: Pack, at: datetime) -> State:
    if pack.made_at is not None:
        return State.READY
    is_dead = at - pack.asked_at > PATIENCE
    return State.FAILED if pack.failed_at is not None or is_dead else State.WAITING


def packs_of(training_id: int) -> list[Pack]:
    """The newest first."""
    return list(db.session.scalars(_PACKS, {"training_id": training_id}))


def place_of(pack_id: int) -> str:
    """What the archive is sealed to: it opens nowhere else."""
    return f"pack.{pack_id}"


def lock_of(training_id: int) -> str:
    return f"pack:{training_id}"


def ask(training: Training, *, actor_id: int, at: datetime) -> bool:
    """Have a pack made, unless one is on its way; say whether this asked for one."""
    newest = next(iter(packs_of(training.id)), None)
    if newest is not None and state_of(newest, at) is State.WAITING:
        return False
    pack = Pack(training_id=training.id, asked_by_id=actor_id, asked_at=at)
    db.session.add(pack)
    db.session.flush()  # the job needs its id
    audit.record("pack.asked", pack, actor_id=actor_id, training_id=training.id)
    jobs.enqueue(MAKE, pack_id=pack.id)
    return True


def record_download(pack: Pack, *, actor_id: int) -> None:
    audit.record(
        "pack.downloaded", pack, actor_id=actor_id, training_id=pack.training_id,
        sha256=pack.sha256,
    )  # fmt: skip
