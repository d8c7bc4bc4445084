"""Reads of commitments and work plans that several pages and floors share."""

from __future__ import annotations

import sqlalchemy as sa

from courses.fieldwork.models import Commitment
from courses.trainings.models import Enrolment
from lms.db import db

_SIGNED = (
    sa.select(Commitment.enrolment_id)
    .join(Enrolment, Enrolment.id == Commitment.enrolment_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"))
)
_HAS_SIGNED = sa.select(sa.exists().where(Commitment.enrolment_id == sa.bindparam("enrolment_id")))


def signed_commitments(training_id: int) -> set[int]:
    """The enrolments of a training whose commitment is signed."""
    return set(db.session.scalars(_SIGNED, {"training_id": training_id}))


def has_signed_commitment(enrolment_id: int) -> bool:
    return bool(db.session.scalar(_HAS_SIGNED, {"enrolment_id": enrolment_id}))
