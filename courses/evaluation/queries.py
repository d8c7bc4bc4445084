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
from courses.trainings.trainee import Kept
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


def _subjects(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[str]:
    """The names of boxes, one a line; a speaker's is a single line of the timetable."""
    names = sa.func.aggregate_strings(EvaluationBox.subject, "\n")
    of_training = sa.select(names).where(EvaluationBox.training_id == Enrolment.training_id)
    return of_training.where(*conditions).correlate(Enrolment).scalar_subquery()


_STANDING = (
    _subjects(
        EvaluationTicket.box_id == EvaluationBox.id, EvaluationTicket.enrolment_id == Enrolment.id
    ),
    _subjects(EvaluationBox.closed_at.is_not(None)),
)
_LAST_START = (
    sa.select(sa.func.max(Meeting.starts_at))
    .where(Meeting.training_id == Enrolment.training_id)
    .correlate(Enrolment)
    .scalar_subquery()
)
KEPT = Kept(columns=(_LAST_START, *_STANDING))
_MINE = sa.select(*_STANDING).where(Enrolment.id == sa.bindparam("enrolment_id"))
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
    return subjects(lessons, starts, forms_of(training))


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
    answered, closed = db.session.execute(_MINE, {"enrolment_id": enrolment_id}).one()
    return lines(subjects_of(training), answered, closed, at)


def lines(
    wanted: list[Subject], answered: str | None, closed: str | None, at: datetime
) -> list[Line]:
    """`answered` and `closed` are names of subjects, one a line; that of the training is empty."""
    done, shut = _names(answered), _names(closed)
    return [
        Line(it, state_of(it, at, has_answered=it.name in done, is_closed=it.name in shut))
        for it in wanted
    ]


def _names(lines: str | None) -> frozenset[str]:
    return frozenset() if lines is None else frozenset(lines.split("\n"))
