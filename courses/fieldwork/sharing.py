"""Where a training has one work plan for all of a kabupaten/kota: whose it is, and their rows.

Each keeps an own row and own submissions with the same content, so that whatever is asked of one
person - evidence, report, own data - is answered by that person's rows. Who is of the province
writes alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import PER_DISTRICT, is_editable
from courses.trainings.models import Enrolment, Role, Training
from courses.trainings.quota import Element
from lms.db import db
from lms.people.models import Person

_OF_DISTRICT = (Element.ASSISTANT, Element.DISTRICT_OFFICER)
_OWN = sa.orm.aliased(Enrolment)
_PARTNERS = (
    sa.select(Enrolment.id, Person.id, Person.name)
    .join(Person, Person.id == Enrolment.person_id)
    .join(
        _OWN,
        sa.and_(
            _OWN.id == sa.bindparam("enrolment_id"),
            _OWN.element.in_(_OF_DISTRICT),
            _OWN.training_id == Enrolment.training_id,
            _OWN.region_code == Enrolment.region_code,
        ),
    )
    .where(
        Enrolment.id != sa.bindparam("enrolment_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.element.in_(_OF_DISTRICT),
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Enrolment.id)
)
_PLANS = sa.select(WorkPlan).where(WorkPlan.enrolment_id.in_(sa.bindparam("seats", expanding=True)))
_COPIES = (
    sa.select(PlanSubmission, WorkPlan)
    .join(WorkPlan, WorkPlan.id == PlanSubmission.plan_id)
    .where(PlanSubmission.of_id == sa.bindparam("submission_id"))
    .order_by(PlanSubmission.id)
)


@dataclass(frozen=True)
class Partner:
    seat: int
    person_id: int
    name: str


def partners_of(training: Training, enrolment_id: int) -> list[Partner]:
    """The others of the kabupaten/kota with whom a plan is shared; nobody where it is not."""
    if training.rules.get("work_plan_per") != PER_DISTRICT:
        return []
    rows = db.session.execute(_PARTNERS, {"enrolment_id": enrolment_id})
    return [Partner(seat, person_id, name) for seat, person_id, name in rows]


def rows_of(training: Training, enrolment_id: int) -> dict[int, WorkPlan | None]:
    """The row of each who shares the plan, the own first; None where there is none yet."""
    seats = [enrolment_id, *(one.seat for one in partners_of(training, enrolment_id))]
    found = {row.enrolment_id: row for row in db.session.scalars(_PLANS, {"seats": seats})}
    return {seat: found.get(seat) for seat in seats}


def standing_of(training: Training, enrolment_id: int) -> WorkPlan | None:
    """The plan that its trainee sees: the own row, else the open one of a partner.

    Who comes later joins a plan that is still written; one handed in before is not theirs.
    """
    own, *others = rows_of(training, enrolment_id).values()
    if own is not None:
        return own
    return next((row for row in others if row is not None and is_editable(row.state)), None)


def is_in_step(row: WorkPlan, other: WorkPlan) -> bool:
    """Whether two rows are one plan. One written before the plan was shared stays its own."""
    mine = (row.state, row.revision, row.content)
    return mine == (other.state, other.revision, other.content)


def copies_of(submission_id: int) -> list[tuple[PlanSubmission, WorkPlan]]:
    """The submissions of partners that were handed in with this one and are graded with it."""
    rows = db.session.execute(_COPIES, {"submission_id": submission_id})
    return [(submission, plan) for submission, plan in rows]
