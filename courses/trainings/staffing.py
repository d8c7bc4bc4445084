"""Giving people a part in a training other than a trainee's seat."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from courses.trainings.models import Enrolment, Role, Training
from lms import audit
from lms.db import db


def give_role(
    training: Training, person_id: int, role: Role, *, actor_id: int | None, at: datetime
) -> Enrolment:
    """Enrol as trainer, organiser or signatory. Who has the role keeps it; who had it gets it
    back. Must run inside `transaction()`."""
    enrolment = db.session.scalar(
        sa.select(Enrolment).where(
            Enrolment.training_id == training.id,
            Enrolment.person_id == person_id,
            Enrolment.role == role,
        )
    )
    if enrolment is None:
        enrolment = Enrolment(
            training_id=training.id, person_id=person_id, role=role, created_at=at
        )
        db.session.add(enrolment)
    elif enrolment.withdrawn_at is None:
        return enrolment
    enrolment.withdrawn_at = None
    audit.record(
        "role.given",
        enrolment,
        actor_id=actor_id,
        training_id=training.id,
        person_id=person_id,
        role=role.value,
    )
    return enrolment
