"""What the floors above need to know of graded work plans."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import PlanState
from courses.trainings.models import Enrolment
from lms.db import db
from quizzes.rubrics.models import Assessment, AssessmentState


@dataclass(frozen=True)
class PlanResult:
    """`score` in hundredths, of the newest released assessment; a draft counts for nothing."""

    is_accepted: bool
    score: int | None


NO_PLAN = PlanResult(is_accepted=False, score=None)

_RESULTS = (
    sa.select(WorkPlan.enrolment_id, WorkPlan.state, Assessment.score)
    .outerjoin(PlanSubmission, PlanSubmission.plan_id == WorkPlan.id)
    .outerjoin(
        Assessment,
        (Assessment.submission_id == PlanSubmission.id)
        & (Assessment.state == AssessmentState.RELEASED),
    )
    .order_by(PlanSubmission.number)
)
_OF_TRAINING = _RESULTS.join(Enrolment, Enrolment.id == WorkPlan.enrolment_id).where(
    Enrolment.training_id == sa.bindparam("training_id")
)
_OF_ENROLMENT = _RESULTS.where(WorkPlan.enrolment_id == sa.bindparam("enrolment_id"))


def plan_results(training_id: int) -> dict[int, PlanResult]:
    """Results by enrolment id; who never began a plan is not in it."""
    return _newest(_OF_TRAINING, {"training_id": training_id})


def plan_result_of(enrolment_id: int) -> PlanResult:
    return _newest(_OF_ENROLMENT, {"enrolment_id": enrolment_id}).get(enrolment_id, NO_PLAN)


def _newest(
    statement: sa.Select[int, PlanState, int | None], values: dict[str, int]
) -> dict[int, PlanResult]:
    results: dict[int, PlanResult] = {}
    for enrolment_id, state, score in db.session.execute(statement, values):
        before = results.get(enrolment_id, NO_PLAN).score
        newest = before if score is None else score
        results[enrolment_id] = PlanResult(state == PlanState.ACCEPTED, newest)
    return results
