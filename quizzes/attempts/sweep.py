"""Ends the attempts whose time ran out while nobody was looking."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from lms import clock, jobs
from lms.db import db, transaction
from quizzes.attempts import services
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import Attempt

# The longest time that a late answer is still taken, see timing.accepts_until.
OVERDUE_AFTER = timedelta(minutes=1)

_OVERDUE = (
    sa.select(Attempt.id)
    .where(Attempt.submitted_at.is_(None), Attempt.deadline_at <= sa.bindparam("before"))
    .order_by(Attempt.id)
)


@jobs.every_minute
def end_overdue_attempts() -> None:
    now = clock.now()
    for attempt_id in list(db.session.scalars(_OVERDUE, {"before": now - OVERDUE_AFTER})):
        with transaction(lock_of(attempt_id)):
            services.submit_attempt(attempt_id, actor_id=None, at=now)
