"""Reads: the forms of a training, what can be evaluated, and the boxes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from courses.evaluation.models import EvaluationBox, EvaluationTicket
from courses.evaluation.rules import Lesson, State, Subject, state_of, subjects
from courses.evaluation.schema import EvaluationFile
from courses.trainings.models import Enrolment, ItemKind, Meeting, Role, ScheduleItem, Training
from lms.db import db

# Ends of lessons with their speakers, and starts of half days, which have none.
_TIMES: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(ScheduleItem.speaker, ScheduleItem.ends_at).where(
        ScheduleItem.training_id == sa.bindparam("training_id"),
        ScheduleItem.kind == ItemKind.LESSON,
    ),
    sa.select(sa.null(), Meeting.starts_at).where(
        Meeting.training_id == sa.bindparam("training_id")
    ),
)
_BOXES = (
    sa.select(EvaluationBox)
    .where(EvaluationBox.training_id == sa.bindparam("training_id"))
    .order_by(EvaluationBox.id)
)
_MINE = (
    sa.select(EvaluationBox.subject, EvaluationBox.closed_at, EvaluationTicket.box_id)
    .outerjoin(
        EvaluationTicket,
        sa.and_(
            EvaluationTicket.box_id == EvaluationBox.id,
            EvaluationTicket.enrolment_id == sa.bindparam("enrolment_id"),
        ),
    )
    .where(EvaluationBox.training_id == sa.bindparam("training_id"))
)
_TRAINEES = (
    sa.select(sa.func.count())
    .select_from(Enrolment)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
)


def forms_of(training: Training) -> dict[str, dict[str, Any]]:
    """The written forms by what they are about; each was checked when the training was read."""
    return {form["about"]: form for form in training.source.get("evaluations", {}).values()}


def form_of(subject: Subject, box: EvaluationBox | None, training: Training) -> EvaluationFile:
    """The form of a subject: as its box was opened with, or else as the training has it."""
    written = box.form if box is not None else forms_of(training)[subject.about]
    return EvaluationFile.model_validate(written)


def subjects_of(training: Training) -> list[Subject]:
    if not forms_of(training):
        return []
    times = db.session.execute(_TIMES, {"training_id": training.id}).all()
    lessons = [Lesson(speaker, at) for speaker, at in times if speaker is not None]
    starts = [at for speaker, at in times if speaker is None]
    return subjects(sorted(lessons, key=_in_order), starts, forms_of(training))


def _in_order(lesson: Lesson) -> tuple[datetime, str]:
    return lesson.ends_at, lesson.speaker


def boxes_of(training_id: int) -> dict[str, EvaluationBox]:
    """By the subject's name. A speaker who left the timetable keeps the box."""
    boxes = db.session.scalars(_BOXES, {"training_id": training_id})
    return {box.subject: box for box in boxes}


def trainee_count(training_id: int) -> int:
    return db.session.scalar(_TRAINEES, {"training_id": training_id}) or 0


@dataclass(frozen=True)
class Line:
    """A subject as one trainee meets it."""

    subject: Subject
    state: State


def lines_of(training: Training, enrolment_id: int, at: datetime) -> list[Line]:
    """Two statements, and none where nothing is evaluated: the home page asks this each time."""
    wanted = subjects_of(training)
    values = {"training_id": training.id, "enrolment_id": enrolment_id}
    rows = db.session.execute(_MINE, values).all() if wanted else []
    found = {name: (closed_at, ticket) for name, closed_at, ticket in rows}
    lines = []
    for subject in wanted:
        closed_at, ticket = found.get(subject.name, (None, None))
        is_closed, has_answered = closed_at is not None, ticket is not None
        state = state_of(subject, at, has_answered=has_answered, is_closed=is_closed)
        lines.append(Line(subject, state))
    return lines
