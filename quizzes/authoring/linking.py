"""Which quizzes ask a question, and letting a quiz take it in or let it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from courses.catalogue.models import Curriculum, Module
from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from lms.i18n import say
from quizzes.attempts.models import Attempt
from quizzes.attempts.timing import QuizState, quiz_state
from quizzes.authoring.queries import Known
from quizzes.authoring.rules import Place, refusal_to_add, refusal_to_remove
from quizzes.authoring.services import refuse_if_closed
from quizzes.bank.models import Question, QuestionStatus, Quiz, QuizQuestion
from quizzes.bank.services import link_questions


class OpenQuizError(DomainError):
    """The quiz is being taken; whoever changes it must say that they know."""

    status = 422


@dataclass(frozen=True)
class Use:
    """A quiz of the training, and whether it asks the question.

    `sitters` are being asked its questions, here or as the other form of the parallel quiz.
    """

    id: int
    key: str
    title: str
    state: QuizState
    sitters: int
    asks: bool
    place: Place
    is_parallel_open: bool = False

    @property
    def is_under_way(self) -> bool:
        return self.state is QuizState.OPEN or self.is_parallel_open or self.sitters > 0

    @property
    def is_short(self) -> bool:
        """Papers ask less than they should, because too few questions are approved."""
        return self.place.draw is not None and self.place.approved < self.place.draw


def _sum(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


_COUNTS = sa.and_(
    Question.status == QuestionStatus.APPROVED,
    Question.edition.in_(["", sa.bindparam("edition")]),
)
_SITTERS = (
    sa.select(sa.func.count(Attempt.id))
    .where(Attempt.form_id == Quiz.id, Attempt.submitted_at.is_(None))
    .correlate(Quiz)
    .scalar_subquery()
)
_PARALLEL = aliased(Quiz)
_USES = (
    sa.select(
        Quiz,
        _PARALLEL,
        sa.func.coalesce(Module.code, "").label("module"),
        _SITTERS.label("sitters"),
        sa.func.count(QuizQuestion.id).label("total"),
        _sum(_COUNTS).label("approved"),
        _sum(QuizQuestion.question_id == sa.bindparam("question_id")).label("asks"),
    )
    .outerjoin(_PARALLEL, _PARALLEL.id == Quiz.parallel_id)
    .outerjoin(Module, Module.id == Quiz.module_id)
    .outerjoin(QuizQuestion, QuizQuestion.quiz_id == Quiz.id)
    .outerjoin(Question, Question.id == QuizQuestion.question_id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .group_by(Quiz.id, _PARALLEL.id, Module.code)
    .order_by(Quiz.position, Quiz.id)
)
_LINKED = (
    sa.select(QuizQuestion.question_id)
    .where(QuizQuestion.quiz_id == sa.bindparam("quiz_id"))
    .order_by(QuizQuestion.position)
)


def uses_of(training: Training, question: Known, at: datetime) -> list[Use]:
    """All quizzes of the training, in their order."""
    edition = db.session.get_one(Curriculum, training.curriculum_id).edition
    counts = question.is_approved and question.edition in ("", edition)
    values: dict[str, Any] = {
        "training_id": training.id,
        "question_id": question.id,
        "edition": edition,
    }
    return [
        Use(
            id=quiz.id,
            key=quiz.key,
            title=quiz.title,
            state=quiz_state(quiz.opened_at, quiz.closed_at, at),
            sitters=sitters,
            asks=bool(asks),
            place=Place(quiz.draw, total, approved, counts, module, question.module),
            is_parallel_open=twin is not None
            and quiz_state(twin.opened_at, twin.closed_at, at) is QuizState.OPEN,
        )
        for quiz, twin, module, sitters, total, approved, asks in db.session.execute(_USES, values)
    ]


def add_to_quiz(
    training: Training, use: Use, question: Known, *, is_sure: bool, actor_id: int, at: datetime
) -> bool:
    """Let a quiz ask the question, as its last; say whether it did not already."""
    refuse_if_closed(training)
    if use.asks:
        return False
    _refuse(refusal_to_add(use.place))
    _refuse_unless_sure(use, is_sure=is_sure)
    _link(training, use, [*_linked(use), question.id], question, actor_id=actor_id)
    return True


def remove_from_quiz(
    training: Training, use: Use, question: Known, *, is_sure: bool, actor_id: int, at: datetime
) -> bool:
    """Let a quiz ask the question no more; say whether it did."""
    refuse_if_closed(training)
    if not use.asks:
        return False
    _refuse(refusal_to_remove(use.place))
    _refuse_unless_sure(use, is_sure=is_sure)
    rest = [question_id for question_id in _linked(use) if question_id != question.id]
    _link(training, use, rest, question, actor_id=actor_id)
    return True


def _refuse(words: Any) -> None:
    if words is not None:
        raise DomainError(say(words))


def _refuse_unless_sure(use: Use, *, is_sure: bool) -> None:
    if use.is_under_way and not is_sure:
        raise OpenQuizError(_("Tes ini sedang berjalan. Centang bahwa Anda mengerti akibatnya."))


def _linked(use: Use) -> list[int]:
    return list(db.session.scalars(_LINKED, {"quiz_id": use.id}))


def _link(training: Training, use: Use, ids: list[int], question: Known, *, actor_id: int) -> None:
    link_questions(use.id, ids)
    audit.record(
        "quiz.question_removed" if use.asks else "quiz.question_added",
        db.session.get_one(Quiz, use.id),
        actor_id=actor_id,
        training_id=training.id,
        key=question.key,
        questions=len(ids),
        was_under_way=use.is_under_way,
    )
