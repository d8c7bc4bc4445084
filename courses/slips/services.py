"""New codes for people of a training."""

from __future__ import annotations

from datetime import datetime

from courses.slips.queries import SlipState, members
from courses.trainings.models import Training
from lms.people.services import renew_slip

TO_RENEW = frozenset({SlipState.EXPIRED, SlipState.MISSING})


def renew_expired(
    training: Training, *, at: datetime, days: int, actor_id: int, reason: str
) -> int:
    """Give everyone a new code whose code ran out before it was used; return how many."""
    late = [member for member in members(training.id, at) if member.state in TO_RENEW]
    for member in late:
        renew_slip(
            member.person,
            at=at,
            days=days,
            actor_id=actor_id,
            reason=reason,
            training_id=training.id,
        )
    return len(late)
