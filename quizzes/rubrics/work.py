"""A handed-in work plan as those who grade it see it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import Plan, plan_from
from courses.fieldwork.sharing import copies_of
from courses.trainings.models import Enrolment, Training
from lms import clock
from lms.db import db
from lms.errors import DomainError
from lms.people.models import Person
from quizzes.rubrics.loader import newest_rubric
from quizzes.rubrics.models import Assessment, AssessmentState, Rubric
from quizzes.rubrics.scoring import Criterion, criteria_of
from quizzes.rubrics.seconds import has_seconds, stages
from quizzes.rubrics.stages import Stage, is_hidden


class NoRubricError(DomainError):
    """The training was set up without the rubric that its rules name."""


_ASSESSOR, _COPY = aliased(Person), aliased(PlanSubmission)
_WORK = (
    sa.select(
        PlanSubmission,
        WorkPlan,
        Enrolment,
        Person.name,
        Assessment,
        Rubric,
        _ASSESSOR.name,
        sa.exists().where(_COPY.of_id == PlanSubmission.id),
    )
    .join(WorkPlan, WorkPlan.id == PlanSubmission.plan_id)
    .join(Enrolment, Enrolment.id == WorkPlan.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(Assessment, Assessment.submission_id == PlanSubmission.id)
    .outerjoin(Rubric, Rubric.id == Assessment.rubric_id)
    .outerjoin(_ASSESSOR, _ASSESSOR.id == Assessment.assessor_id)
    .where(
        PlanSubmission.id == sa.bindparam("submission_id"),
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.withdrawn_at.is_(None),
    )
)

_PEOPLE = sa.select(Enrolment.person_id).where(
    Enrolment.id.in_(sa.bindparam("seats", expanding=True))
)


@dataclass(frozen=True)
class Work:
    """One submission with everything that grading it needs."""

    submission: PlanSubmission
    plan: WorkPlan
    enrolment: Enrolment
    name: str
    assessment: Assessment | None
    rubric: Rubric
    assessor: str | None
    stage: Stage | None = None
    is_blind: bool = False  # the training has second markers
    copies: tuple[tuple[PlanSubmission, WorkPlan], ...] = ()  # of partners, graded with it

    @property
    def plans(self) -> list[WorkPlan]:
        return [self.plan, *(plan for _submission, plan in self.copies)]

    @property
    def is_fixed(self) -> bool:
        """Two have marked it: the levels are compared, and change by a ruling alone."""
        return self.stage not in {None, Stage.WAITING} and not self.is_released

    def is_hidden_from(self, person_id: int) -> bool:
        row = self.assessment
        if row is None or self.is_released or not self.is_blind:
            return False
        return is_hidden(
            person_id,
            assessor_id=row.assessor_id,
            score=row.score,
            saved_at=row.saved_at,
            stage=self.stage,
            now=clock.now(),
        )

    @property
    def content(self) -> Plan:
        return plan_from(self.submission.content)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return criteria_of(self.rubric.content)

    @property
    def revision(self) -> int:
        return self.assessment.revision if self.assessment is not None else 0

    @property
    def is_released(self) -> bool:
        return self.assessment is not None and self.assessment.state is AssessmentState.RELEASED


def work_of(training: Training, submission_id: int) -> Work | None:
    """A submission of this training; ungraded, it comes with the newest rubric."""
    values = {"submission_id": submission_id, "training_id": training.id}
    row = db.session.execute(_WORK, values).one_or_none()
    if row is None:
        return None
    submission, plan, enrolment, name, assessment, used, assessor, is_shared = row
    rubric = used or newest_rubric(training.id, training.rules["work_plan_rubric"])
    if rubric is None:
        raise NoRubricError(_("Rubrik rencana kerja belum dimuat. Hubungi panitia."))
    stage = stages(training.id).get(submission.id)
    is_blind = has_seconds(training.id)
    copies = tuple(copies_of(submission.id)) if is_shared else ()
    return Work(
        submission, plan, enrolment, name, assessment, rubric, assessor, stage, is_blind, copies
    )


def authors_of(work: Work) -> set[int]:
    """The people whose plan it is."""
    if not work.copies:
        return {work.enrolment.person_id}
    seats = [plan.enrolment_id for plan in work.plans]
    return set(db.session.scalars(_PEOPLE, {"seats": seats}))
