"""Putting an answer into a box, and closing the boxes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from secrets import SystemRandom
from typing import TypeVar

from courses.evaluation import queries
from courses.evaluation.models import EvaluationBox, EvaluationTicket
from courses.evaluation.rules import Subject
from courses.trainings.models import Training
from lms import audit
from lms.db import db

T = TypeVar("T")


def lock_of(training_id: int) -> str:
    """Answers and the closing take turns: a box is read, shuffled and written as a whole."""
    return f"evaluation:{training_id}"


def cast(
    training: Training, subject: Subject, enrolment_id: int, levels: Sequence[int], comment: str
) -> bool:
    """Put in an answer once; say whether it went in. Nothing tells whose it is, so no audit entry.

    The caller has checked that the subject is open and that the levels fit its form.
    """
    box = _box(training, subject)
    ticket = {"box_id": box.id, "enrolment_id": enrolment_id}
    if box.closed_at is not None or db.session.get(EvaluationTicket, ticket) is not None:
        return False
    db.session.add(EvaluationTicket(**ticket))
    box.ballots = _shuffled([*box.ballots, list(levels)])
    if comment:
        box.comments = _shuffled([*box.comments, comment])
    return True


def _shuffled(items: list[T]) -> list[T]:
    SystemRandom().shuffle(items)
    return items


def _box(training: Training, subject: Subject) -> EvaluationBox:
    box = queries.boxes_of(training.id).get(subject.name)
    if box is None:
        box = EvaluationBox(
            training_id=training.id,
            subject=subject.name,
            form=queries.forms_of(training)[subject.about],
            ballots=[],
            comments=[],
        )
        db.session.add(box)
        db.session.flush()  # its tickets need the id
    return box


def close(training: Training, *, actor_id: int, at: datetime) -> int:
    """Close all boxes for good, those too that nobody used; say how many that closed."""
    boxes = [_box(training, subject) for subject in queries.subjects_of(training)]
    boxes += [box for box in queries.boxes_of(training.id).values() if box not in boxes]
    closing = [box for box in boxes if box.closed_at is None]
    for box in closing:
        box.closed_at = at
    if closing:
        counts = {box.subject: len(box.ballots) for box in closing}
        audit.record(
            "evaluation.closed",
            training,
            actor_id=actor_id,
            training_id=training.id,
            answers=counts,
        )
    return len(closing)
