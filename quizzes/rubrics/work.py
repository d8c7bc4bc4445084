"""Handed-in work plans as those who grade them see them: the queue, and one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import Plan, PlanState, plan_from
from courses.trainings.models import Enrolment, Role, Training
from lms import clock
from lms.db import db
from lms.errors import DomainError
from lms.people.models import Person
from quizzes.rubrics.loader import newest_rubric
from quizzes.rubrics.models import Assessment, AssessmentState, Rubric
from quizzes.rubrics.scoring import Criterion, criteria_of, may_be_released
from quizzes.rubrics.seconds import has_seconds, stages
from quizzes.rubrics.stages import HELD, Stage, is_hidden


class NoRubricError(DomainError):
    """The training was set up without the rubric that its rules name."""


class Standing(StrEnum):
    WAITING = "waiting"  # handed in, some criterion still open
    GRADED = "graded"  # every criterion has its level, the trainee does not see it yet
    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOT_SENT = "not_sent"
    SECOND = "second"  # graded, but a second marker has not
    DISPUTED = "disputed"  # the two markers are too far apart


@dataclass(frozen=True)
class Entry:
    """One trainee's newest submission, or none."""

    person_id: int
    name: str
    institution: str
    plan_state: PlanState | None
    submission_id: int | None
    number: int
    sent_at: datetime | None
    state: AssessmentState | None
    score: int | None
    revision: int
    comment: str
    pass_mark: int
    assessor_id: int | None
    saved_at: datetime | None
    stage: Stage | None = None
    is_blind: bool = False  # the training has second markers

    @property
    def may_be_released(self) -> bool:
        is_free = self.stage not in HELD
        return is_free and may_be_released(self.score, self.comment, self.pass_mark)

    def is_hidden_from(self, person_id: int) -> bool:
        """Somebody else's draft, of which this person may be the second marker."""
        return self.is_blind and is_hidden(
            person_id,
            assessor_id=self.assessor_id,
            score=self.score,
            saved_at=self.saved_at,
            stage=self.stage,
            now=clock.now(),
        )

    @property
    def standing(self) -> Standing:
        if self.submission_id is None:
            return Standing.NOT_SENT
        if self.state is AssessmentState.RELEASED:
            is_accepted = self.plan_state is PlanState.ACCEPTED
            return Standing.ACCEPTED if is_accepted else Standing.RETURNED
        if self.stage in HELD:
            return Standing.SECOND if self.stage is Stage.WAITING else Standing.DISPUTED
        return Standing.WAITING if self.score is None else Standing.GRADED


_NEWEST_NUMBER = (
    sa.select(sa.func.max(PlanSubmission.number))
    .where(PlanSubmission.plan_id == WorkPlan.id)
    .correlate(WorkPlan)
    .scalar_subquery()
)
_QUEUE = (
    sa.select(
        Enrolment.person_id,
        Person.name,
        Enrolment.institution,
        WorkPlan.state,
        PlanSubmission.id,
        sa.func.coalesce(PlanSubmission.number, 0),
        PlanSubmission.sent_at,
        Assessment.state,
        Assessment.score,
        sa.func.coalesce(Assessment.revision, 0),
        sa.func.coalesce(Assessment.comment, ""),
        sa.func.coalesce(Rubric.pass_mark, 0),
        Assessment.assessor_id,
        Assessment.saved_at,
    )
    .select_from(Enrolment)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(WorkPlan, WorkPlan.enrolment_id == Enrolment.id)
    .outerjoin(
        PlanSubmission,
        sa.and_(PlanSubmission.plan_id == WorkPlan.id, PlanSubmission.number == _NEWEST_NUMBER),
    )
    .outerjoin(Assessment, Assessment.submission_id == PlanSubmission.id)
    .outerjoin(Rubric, Rubric.id == Assessment.rubric_id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(PlanSubmission.id, Person.name_key)
)
_ASSESSOR = aliased(Person)
_WORK = (
    sa.select(PlanSubmission, WorkPlan, Enrolment, Person.name, Assessment, Rubric, _ASSESSOR.name)
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


def queue(training_id: int) -> list[Entry]:
    """Every trainee with the newest submission, first come first graded; who sent none is last."""
    rows = db.session.execute(_QUEUE, {"training_id": training_id})
    entries = [Entry(*tuple(row)) for row in rows]
    if has_seconds(training_id):
        found = stages(training_id)
        entries = [
            replace(entry, stage=found.get(entry.submission_id or 0), is_blind=True)
            for entry in entries
        ]
    return sorted(entries, key=lambda entry: entry.submission_id is None)


def counts(entries: Sequence[Entry]) -> Counter[Standing]:
    return Counter(entry.standing for entry in entries)


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
    submission, plan, enrolment, name, assessment, used, assessor = row
    rubric = used or newest_rubric(training.id, training.rules["work_plan_rubric"])
    if rubric is None:
        raise NoRubricError(_("Rubrik rencana kerja belum dimuat. Hubungi panitia."))
    stage = stages(training.id).get(submission.id)
    is_blind = has_seconds(training.id)
    return Work(submission, plan, enrolment, name, assessment, rubric, assessor, stage, is_blind)
