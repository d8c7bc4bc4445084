"""Reads of commitments and work plans that several pages and floors share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from courses.fieldwork.models import Commitment, PlanSubmission, WorkPlan
from courses.fieldwork.rules import Plan, PlanState, plan_from
from courses.trainings.models import Enrolment, Role
from lms.db import db
from lms.people.models import Person

_SIGNED = (
    sa.select(Commitment.enrolment_id)
    .join(Enrolment, Enrolment.id == Commitment.enrolment_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"))
)
_HAS_SIGNED = sa.select(sa.exists().where(Commitment.enrolment_id == sa.bindparam("enrolment_id")))
_NEWEST_NUMBER = (
    sa.select(sa.func.max(PlanSubmission.number))
    .where(PlanSubmission.plan_id == WorkPlan.id)
    .correlate(WorkPlan)
    .scalar_subquery()
)
_LINES = (
    sa.select(
        Enrolment.id,
        Person.name,
        Enrolment.position,
        Enrolment.institution,
        Enrolment.region_code,
        WorkPlan.state,
        PlanSubmission,
    )
    .select_from(Enrolment)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(WorkPlan, WorkPlan.enrolment_id == Enrolment.id)
    .outerjoin(
        PlanSubmission,
        sa.and_(PlanSubmission.plan_id == WorkPlan.id, PlanSubmission.number == _NEWEST_NUMBER),
    )
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Enrolment.region_code.is_(None), Enrolment.region_code, Person.name_key, Enrolment.id)
)


@dataclass(frozen=True)
class Line:
    """One trainee with the plan that was handed in last, by kabupaten/kota."""

    seat: int
    name: str
    position: str
    institution: str
    region_code: str | None
    state: PlanState | None
    submission: PlanSubmission | None

    @property
    def plan(self) -> Plan:
        return plan_from(self.submission.content if self.submission is not None else {})

    @property
    def sent_at(self) -> datetime | None:
        return self.submission.sent_at if self.submission is not None else None


def signed_commitments(training_id: int) -> set[int]:
    """The enrolments of a training whose commitment is signed."""
    return set(db.session.scalars(_SIGNED, {"training_id": training_id}))


def has_signed_commitment(enrolment_id: int) -> bool:
    return bool(db.session.scalar(_HAS_SIGNED, {"enrolment_id": enrolment_id}))


def lines_of(training_id: int) -> list[Line]:
    rows: Sequence[Any] = db.session.execute(_LINES, {"training_id": training_id}).all()
    return [Line(*row) for row in rows]
