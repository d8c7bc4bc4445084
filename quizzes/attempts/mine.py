"""The quizzes of a training as one trainee meets them, read in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms.db import db
from quizzes.attempts import scoring
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Question, QuestionStatus, Quiz, QuizKind, QuizQuestion

_IS_OPEN = Attempt.submitted_at.is_(None)
_APPROVED = (
    sa.select(sa.func.count())
    .select_from(QuizQuestion)
    .join(Question, Question.id == QuizQuestion.question_id)
    .where(QuizQuestion.quiz_id == Quiz.id, Question.status == QuestionStatus.APPROVED)
    .correlate(Quiz)
    .scalar_subquery()
)
# What one paper asks: all approved questions, or the number drawn from them.
QUESTION_COUNT = sa.case((Quiz.draw < _APPROVED, Quiz.draw), else_=_APPROVED)
_MINE = (
    sa.select(
        Quiz.id,
        Quiz.key,
        Quiz.kind,
        Quiz.title,
        Quiz.minutes,
        Quiz.attempts_allowed,
        Quiz.pass_mark,
        Quiz.opened_at,
        Quiz.closed_at,
        QUESTION_COUNT.label("questions"),
        sa.func.count(Attempt.id).label("used"),
        sa.func.max(Attempt.score).label("best"),
        sa.func.max(sa.case((~_IS_OPEN, Attempt.number))).label("last_result"),
        sa.func.max(sa.case((_IS_OPEN, Attempt.deadline_at))).label("open_until"),
    )
    .outerjoin(
        Attempt,
        sa.and_(Attempt.quiz_id == Quiz.id, Attempt.enrolment_id == sa.bindparam("enrolment_id")),
    )
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .group_by(Quiz.id)
    .order_by(Quiz.position, Quiz.id)
)
_MY_ONE = _MINE.where(Quiz.key == sa.bindparam("key"))


@dataclass(frozen=True)
class Mine:
    """A quiz, and what its trainee has done with it."""

    state: scoring.QuizState
    id: int
    key: str
    kind: QuizKind
    title: str
    minutes: int
    attempts_allowed: int
    pass_mark: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    questions: int
    used: int
    best: int | None
    last_result: int | None  # the number of the last attempt that ended
    open_until: datetime | None  # the deadline of the attempt that has not

    @property
    def is_being_sat(self) -> bool:
        return self.open_until is not None

    @property
    def attempts_left(self) -> int:
        return max(self.attempts_allowed - self.used, 0)

    @property
    def has_result(self) -> bool:
        return self.last_result is not None

    @property
    def has_passed(self) -> bool:
        return scoring.has_passed(self.best, self.pass_mark)

    @property
    def may_start(self) -> bool:
        is_open = self.state is scoring.QuizState.OPEN and self.questions > 0
        return is_open and not self.is_being_sat and self.attempts_left > 0


def quizzes_of(training_id: int, enrolment_id: int, at: datetime) -> list[Mine]:
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    return [_mine(tuple(row), at) for row in db.session.execute(_MINE, values)]


def quiz_of(training_id: int, enrolment_id: int, key: str, at: datetime) -> Mine | None:
    values = {"training_id": training_id, "enrolment_id": enrolment_id, "key": key}
    row = db.session.execute(_MY_ONE, values).first()
    return _mine(tuple(row), at) if row else None


def _mine(row: tuple[Any, ...], at: datetime) -> Mine:
    opened_at, closed_at = row[7:9]
    return Mine(scoring.quiz_state(opened_at, closed_at, at), *row)
