"""The queue of work plans: every trainee with the newest submission and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import PlanState
from courses.trainings.models import Enrolment, Role
from lms import clock
from lms.db import db
from lms.people.models import Person
from quizzes.rubrics.models import Assessment, AssessmentState, Rubric
from quizzes.rubrics.scoring import may_be_released
from quizzes.rubrics.seconds import has_seconds, stages
from quizzes.rubrics.stages import HELD, Stage, is_hidden


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
    of_id: int | None = None  # the submission of a partner that it is graded with
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
        PlanSubmission.of_id,
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


def queue(training_id: int) -> list[Entry]:
    """What is graded: as `everybody`, but a plan that is shared stands once, with all its names."""
    entries = everybody(training_id)
    names: dict[int, list[str]] = {}
    for entry in entries:
        if entry.of_id is not None:
            names.setdefault(entry.of_id, []).append(entry.name)
    return [
        replace(entry, name=", ".join([entry.name, *names.get(entry.submission_id or 0, ())]))
        for entry in entries
        if entry.of_id is None
    ]


def everybody(training_id: int) -> list[Entry]:
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
