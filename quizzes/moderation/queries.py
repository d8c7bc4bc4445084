"""Work with a second marker: where each piece stands, and one of them with all that was said."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.trainings.models import Enrolment, Training
from lms.db import db
from lms.panels import Context
from lms.people.models import Person
from quizzes.moderation.models import Adjudication, AdjudicationKind, SecondAssessment
from quizzes.moderation.rules import needs_second, setting_of
from quizzes.rubrics.models import Assessment, AssessmentState, Rubric
from quizzes.rubrics.stages import Stage
from quizzes.rubrics.work import Work

SETTLING = (AdjudicationKind.AGREED, AdjudicationKind.DECIDED)
_IS_SETTLED = (
    sa.exists()
    .where(
        Adjudication.submission_id == PlanSubmission.id,
        Adjudication.kind.in_(SETTLING),
    )
    .correlate(PlanSubmission)
)
_ALL = (
    sa.select(
        PlanSubmission.id,
        Assessment.state,
        Assessment.score,
        Rubric.pass_mark,
        SecondAssessment,
        _IS_SETTLED,
        Person.name,
        Enrolment.person_id,
        Assessment.assessor_id,
    )
    .join(WorkPlan, WorkPlan.id == PlanSubmission.plan_id)
    .join(Enrolment, Enrolment.id == WorkPlan.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Assessment, Assessment.submission_id == PlanSubmission.id)
    .join(Rubric, Rubric.id == Assessment.rubric_id)
    .outerjoin(SecondAssessment, SecondAssessment.submission_id == PlanSubmission.id)
    .where(Enrolment.training_id == sa.bindparam("training_id"), Enrolment.withdrawn_at.is_(None))
    .order_by(PlanSubmission.id)
)
_ADJUDICATIONS = (
    sa.select(Adjudication, Person.name)
    .join(Person, Person.id == Adjudication.person_id)
    .where(Adjudication.submission_id == sa.bindparam("submission_id"))
    .order_by(Adjudication.number)
)
_NAMES = sa.select(Person.id, Person.name).where(Person.id.in_(sa.bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Piece:
    """One submission that needs or has a second assessment."""

    submission_id: int
    name: str
    author_id: int
    first_id: int
    stage: Stage
    second: SecondAssessment | None
    is_released: bool


@dataclass(frozen=True)
class Said:
    """What somebody said to a difference."""

    row: Adjudication
    name: str


@dataclass(frozen=True)
class Pair:
    """Both finished assessments of one submission, side by side."""

    work: Work
    second: SecondAssessment
    stage: Stage
    first_name: str
    second_name: str
    said: list[Said] = field(default_factory=list)


def pieces(training: Training) -> list[Piece]:
    """Of one training, first come first: one statement."""
    setting = setting_of(training.rules)
    found: list[Piece] = []
    rows = db.session.execute(_ALL, {"training_id": training.id})
    for key, state, score, mark, second, is_settled, name, author, first in rows:
        is_released = state is AssessmentState.RELEASED
        stage = _stage(second, is_settled=is_settled)
        if stage is None and not is_released:
            needs = needs_second(
                setting, score, training=training.code, submission_id=key, pass_mark=mark
            )
            stage = Stage.WAITING if needs else None
        if stage is not None:
            found.append(Piece(key, name, author, first, stage, second, is_released))
    return found


def _stage(second: SecondAssessment | None, *, is_settled: bool) -> Stage | None:
    if second is None:
        return None
    if second.finished_at is None:
        return Stage.WAITING
    if not second.is_disputed:
        return Stage.AGREED
    return Stage.SETTLED if is_settled else Stage.DISPUTED


def stages(context: Context) -> dict[int, Stage]:
    return {piece.submission_id: piece.stage for piece in pieces(context.training)}


def piece_of(training: Training, submission_id: int) -> Piece | None:
    found = pieces(training)
    return next((piece for piece in found if piece.submission_id == submission_id), None)


def pair_of(work: Work, piece: Piece) -> Pair | None:
    """Only when both are finished: before that nobody compares."""
    second = piece.second
    if second is None or second.finished_at is None:
        return None
    ids = [second.first_id, second.assessor_id]
    names = {row.id: row.name for row in db.session.execute(_NAMES, {"ids": ids})}
    rows = db.session.execute(_ADJUDICATIONS, {"submission_id": piece.submission_id})
    return Pair(
        work=work,
        second=second,
        stage=piece.stage,
        first_name=names[second.first_id],
        second_name=names[second.assessor_id],
        said=[Said(row, name) for row, name in rows],
    )
