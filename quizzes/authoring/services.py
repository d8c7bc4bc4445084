"""Letting questions be asked, and stopping that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from quizzes.authoring import queries
from quizzes.authoring.models import Approval
from quizzes.authoring.queries import Known
from quizzes.authoring.words import field_name
from quizzes.bank.models import Question, QuestionStatus

_LAST = sa.select(sa.func.max(Approval.number)).where(
    Approval.question_id == sa.bindparam("question_id")
)


class ClosedTrainingError(DomainError):
    """What was asked stays as it was once the training is closed."""


class IncompleteQuestionError(DomainError):
    """A question does not say everything that an approved one must."""

    status = 422


def refuse_if_closed(training: Training) -> None:
    if training.closed_at is not None:
        raise ClosedTrainingError(
            _("Pelatihan ini sudah ditutup, jadi bank soalnya tidak diubah lagi.")
        )


def approve(training: Training, keys: Sequence[str], *, actor_id: int, at: datetime) -> list[str]:
    """Let these questions be asked, all or none; returns the keys that were not yet approved.

    Raises IncompleteQuestionError if one of them lacks something.
    """
    refuse_if_closed(training)
    found = queries.questions_of(training.curriculum_id, keys)
    waiting = [question for question in found if not question.is_approved]
    for question in waiting:
        if question.lacks:
            names = ", ".join(field_name(name) for name in question.lacks)
            raise IncompleteQuestionError(
                _("%(key)s belum dapat disetujui. Isi dahulu: %(names)s.", key=question.key,
                  names=names)
            )  # fmt: skip
    for question in waiting:
        decide(training, question, is_approved=True, reason="", actor_id=actor_id, at=at)
    return [question.key for question in waiting]


def take_back(training: Training, key: str, reason: str, *, actor_id: int, at: datetime) -> bool:
    """Stop a question from being asked in papers to come; say whether that changed anything."""
    refuse_if_closed(training)
    (question,) = queries.questions_of(training.curriculum_id, [key])
    if not question.is_approved:
        return False
    decide(training, question, is_approved=False, reason=reason, actor_id=actor_id, at=at)
    return True


def decide(
    training: Training,
    question: Known,
    *,
    is_approved: bool,
    reason: str,
    actor_id: int,
    at: datetime,
) -> None:
    row = db.session.get_one(Question, question.id)
    row.status = QuestionStatus.APPROVED if is_approved else QuestionStatus.UNCONFIRMED
    db.session.add(
        Approval(
            question_id=row.id,
            number=(db.session.scalar(_LAST, {"question_id": row.id}) or 0) + 1,
            version=row.version,
            is_approved=is_approved,
            reason=reason,
            person_id=actor_id,
            at=at,
        )
    )
    audit.record(
        "question.approved" if is_approved else "question.withdrawn",
        row,
        actor_id=actor_id,
        training_id=training.id,
        reason=reason,
        key=row.key,
        version=row.version,
    )
