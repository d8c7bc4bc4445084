"""Signing the commitment, writing the work plan, handing it in, and what becomes of it."""

from __future__ import annotations

import hashlib
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.fieldwork import sharing
from courses.fieldwork.models import Commitment, PlanSubmission, WorkPlan
from courses.fieldwork.rules import Plan, PlanState, is_editable, may_become, problems
from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError

_COMMITMENT = sa.select(Commitment).where(Commitment.enrolment_id == sa.bindparam("enrolment_id"))
_PLAN = sa.select(WorkPlan).where(WorkPlan.enrolment_id == sa.bindparam("enrolment_id"))
_NEWEST = (
    sa.select(PlanSubmission)
    .where(PlanSubmission.plan_id == sa.bindparam("plan_id"))
    .order_by(PlanSubmission.number.desc())
    .limit(1)
)


class TrainingClosedError(DomainError):
    """Nothing is handed in once the training is closed."""


class StalePlanError(DomainError):
    """The stored plan is no longer the one that the form was made from."""


class PlanNotWaitingError(DomainError):
    """Only a plan that was handed in can be accepted or returned."""


def lock_of(training_id: int) -> str:
    """Plans are written and graded by different people: those of one training take turns."""
    return f"field work {training_id}"


def commitment_of(enrolment_id: int) -> Commitment | None:
    return db.session.scalar(_COMMITMENT, {"enrolment_id": enrolment_id})


def plan_of(enrolment_id: int) -> WorkPlan | None:
    return db.session.scalar(_PLAN, {"enrolment_id": enrolment_id})


def newest_submission(plan_id: int) -> PlanSubmission | None:
    return db.session.scalar(_NEWEST, {"plan_id": plan_id})


def fingerprint(training: Training) -> str:
    """Tells whether the text that is about to be signed is the one that was read."""
    text = f"{training.commitment_version}\n{training.commitment_html}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sign(
    training: Training, enrolment_id: int, *, name: str, actor_id: int, at: datetime
) -> Commitment:
    """Keep the signature with the text as it stands. The one that was given first stays."""
    standing = commitment_of(enrolment_id)
    if standing is not None:
        return standing
    _refuse_if_closed(training)
    commitment = Commitment(
        enrolment_id=enrolment_id,
        version=training.commitment_version,
        html=training.commitment_html,
        signed_name=name,
        signed_at=at,
    )
    db.session.add(commitment)
    audit.record(
        "commitment.signed",
        commitment,
        actor_id=actor_id,
        training_id=training.id,
        version=commitment.version,
    )
    return commitment


def save_draft(
    training: Training, enrolment_id: int, plan: Plan, *, revision: int, at: datetime
) -> WorkPlan:
    """Keep what was typed, complete or not. The same content again changes nothing."""
    row, content = sharing.standing_of(training, enrolment_id), plan.as_json()
    if row is not None and row.content == content and is_editable(row.state):
        row.saved_at = at
        return row
    _refuse_if_closed(training)
    rows = _together(training, enrolment_id, row, revision)
    following = max(each.revision for each in rows) + 1
    for each in rows:
        each.content, each.saved_at = content, at
        each.revision = following
    return rows[0]


def send(
    training: Training,
    enrolment_id: int,
    plan: Plan,
    *,
    revision: int,
    actor_id: int,
    at: datetime,
) -> PlanSubmission:
    """Hand the plan in and freeze it. The same plan sent again is the submission that stands."""
    plan = plan.without_blanks()
    if problems(plan):
        raise ValueError("an incomplete plan cannot be handed in")
    row, content = sharing.standing_of(training, enrolment_id), plan.as_json()
    standing = newest_submission(row.id) if row is not None else None
    if row is not None and standing is not None and row.state is PlanState.SENT:
        if standing.content != content:
            raise StalePlanError(_("Rencana kerja Anda sudah terkirim."))
        return standing
    _refuse_if_closed(training)
    rows = _together(training, enrolment_id, row, revision)
    following = max(each.revision for each in rows) + 1
    for each in rows:
        each.content, each.saved_at, each.sent_at = content, at, at
        each.state, each.comment = PlanState.SENT, ""
        each.revision = following
    db.session.flush()  # a new plan needs its id
    first = _hand_in(rows[0], None, actor_id=actor_id, training_id=training.id)
    for each in rows[1:]:
        _hand_in(each, first.id, actor_id=actor_id, training_id=training.id)
    return first


def _hand_in(
    row: WorkPlan, of_id: int | None, *, actor_id: int, training_id: int
) -> PlanSubmission:
    standing = newest_submission(row.id)
    number = standing.number + 1 if standing is not None else 1
    submission = PlanSubmission(
        plan_id=row.id, number=number, content=row.content, sent_at=row.saved_at, of_id=of_id
    )
    db.session.add(submission)
    db.session.flush()  # those of partners name it
    audit.record(
        "work_plan.sent", submission, actor_id=actor_id, training_id=training_id, number=number
    )
    return submission


def accept(plan: WorkPlan, *, training_id: int, actor_id: int) -> None:
    _move(plan, PlanState.ACCEPTED)
    audit.record("work_plan.accepted", plan, actor_id=actor_id, training_id=training_id)


def return_for_revision(plan: WorkPlan, comment: str, *, training_id: int, actor_id: int) -> None:
    """Give the plan back to its trainee, who reads the comment and may hand it in again."""
    _move(plan, PlanState.RETURNED)
    plan.comment = comment
    audit.record(
        "work_plan.returned", plan, actor_id=actor_id, training_id=training_id, reason=comment
    )


def _move(plan: WorkPlan, following: PlanState) -> None:
    if not may_become(plan.state, following):
        raise PlanNotWaitingError(_("Rencana kerja ini tidak sedang menunggu penilaian."))
    plan.state = following
    plan.revision += 1


def _together(
    training: Training, enrolment_id: int, row: WorkPlan | None, revision: int
) -> list[WorkPlan]:
    """The rows to write to, the own first, if the form was made from `row`.

    Without a plan nothing can be lost. A partner's that is not the same plan is left alone.
    """
    if row is not None and (row.revision != revision or not is_editable(row.state)):
        raise StalePlanError(_("Rencana kerja ini sudah berubah sejak Anda membukanya."))
    return [
        found or _begun(seat, row)
        for seat, found in sharing.rows_of(training, enrolment_id).items()
        if found is None or (row is not None and sharing.is_in_step(found, row))
    ]


def _begun(enrolment_id: int, shared: WorkPlan | None) -> WorkPlan:
    state, comment = (shared.state, shared.comment) if shared else (PlanState.DRAFT, "")
    row = WorkPlan(enrolment_id=enrolment_id, state=state, revision=0, comment=comment)
    db.session.add(row)
    return row


def _refuse_if_closed(training: Training) -> None:
    if training.closed_at is not None:
        raise TrainingClosedError(_("Pelatihan ini sudah ditutup."))
