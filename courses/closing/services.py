"""Closing a training and opening it again; both are told by the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from courses.trainings.models import Training
from lms import audit
from lms.errors import DomainError
from lms.panels import Blocker


class StillOpenError(DomainError):
    """Something must be settled first."""


def lock_of(training_id: int) -> str:
    return f"closing:{training_id}"


def close(training: Training, blockers: Sequence[Blocker], *, actor_id: int, at: datetime) -> bool:
    """Close it, unless something is still open; say whether that changed anything.

    `blockers` were gathered inside the same transaction.
    """
    if training.closed_at is not None:
        return False
    if blockers:
        raise StillOpenError(_("Masih ada yang harus diselesaikan sebelum pelatihan ditutup."))
    training.closed_at = at
    audit.record("training.closed", training, actor_id=actor_id, training_id=training.id)
    return True


def reopen(training: Training, *, reason: str, actor_id: int) -> bool:
    """Open it again; say whether that changed anything."""
    if training.closed_at is None:
        return False
    closed_at = training.closed_at
    training.closed_at = None
    audit.record(
        "training.reopened",
        training,
        actor_id=actor_id,
        training_id=training.id,
        reason=reason,
        closed_at=closed_at.isoformat(),
    )
    return True
