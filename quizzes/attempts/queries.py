"""Reads: the attempt being sat, what came of one, and the scores that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms.db import db
from quizzes.attempts import scoring
from quizzes.attempts.models import Answer, Attempt
from quizzes.bank.models import Question, QuestionVersion, Quiz


@dataclass(frozen=True)
class Sitting:
    """A trainee's latest attempt at a quiz; without one, only the quiz is known."""

    training_id: int
    quiz_id: int
    title: str
    closed_at: datetime | None
    enrolment_id: int
    attempt_id: int | None
    number: int | None
    paper: Mapping[str, Any] | None
    deadline_at: datetime | None
    submitted_at: datetime | None
    receipt: str | None

    def accepts(self, at: datetime) -> bool:
        """Whether an answer that arrives now is still taken."""
        if self.deadline_at is None or self.submitted_at is not None:
            return False
        return at < scoring.accepts_until(self.deadline_at, self.closed_at)

    def remaining_seconds(self, at: datetime) -> int:
        if self.deadline_at is None:
            return 0
        return max(int((self.deadline_at - at).total_seconds()), 0)

    @property
    def questions(self) -> tuple[scoring.PaperQuestion, ...]:
        return scoring.thaw(self.paper).questions if self.paper else ()

    def question(self, number: int) -> scoring.PaperQuestion | None:
        return scoring.thaw(self.paper).question(number) if self.paper else None


_LATEST = (
    sa.select(sa.func.max(Attempt.number))
    .where(
        Attempt.quiz_id == Quiz.id,
        Attempt.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .correlate(Quiz)
    .scalar_subquery()
)
_SITTING = (
    sa.select(
        Quiz.training_id,
        Quiz.id,
        Quiz.title,
        Quiz.closed_at,
        sa.bindparam("enrolment_id", type_=sa.Integer),
        Attempt.id,
        Attempt.number,
        Attempt.paper,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.receipt,
    )
    .outerjoin(
        Attempt,
        sa.and_(
            Attempt.quiz_id == Quiz.id,
            Attempt.enrolment_id == sa.bindparam("enrolment_id"),
            Attempt.number == _LATEST,
        ),
    )
    .where(Quiz.training_id == sa.bindparam("training_id"), Quiz.key == sa.bindparam("key"))
)


def sitting(training_id: int, enrolment_id: int, key: str) -> Sitting | None:
    values = {"training_id": training_id, "enrolment_id": enrolment_id, "key": key}
    row = db.session.execute(_SITTING, values).first()
    return Sitting(*row) if row else None


_ANSWERS = sa.select(
    Answer.question_number, Answer.choices, Answer.sequence, Answer.saved_at
).where(Answer.attempt_id == sa.bindparam("attempt_id"))


@dataclass(frozen=True)
class Given:
    """The answer in force to one question."""

    choices: list[str]
    sequence: int
    saved_at: datetime


def answers(attempt_id: int) -> dict[int, Given]:
    """By question number; an answer that was taken back has no choices."""
    rows = db.session.execute(_ANSWERS, {"attempt_id": attempt_id})
    return {number: Given(choices, sequence, at) for number, choices, sequence, at in rows}


_ENDED = (
    sa.select(Attempt)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .where(
        Quiz.training_id == sa.bindparam("training_id"),
        Quiz.key == sa.bindparam("key"),
        Attempt.enrolment_id == sa.bindparam("enrolment_id"),
        Attempt.number == sa.bindparam("number"),
        Attempt.submitted_at.is_not(None),
    )
)


def ended_attempt(training_id: int, enrolment_id: int, key: str, number: int) -> Attempt | None:
    values = {
        "training_id": training_id,
        "enrolment_id": enrolment_id,
        "key": key,
        "number": number,
    }
    return db.session.scalar(_ENDED, values)


_VERSIONS = (
    sa.select(
        QuestionVersion.question_id,
        QuestionVersion.content,
        (Question.version != QuestionVersion.number).label("is_changed"),
    )
    .join(Question, Question.id == QuestionVersion.question_id)
    .where(
        sa.tuple_(QuestionVersion.question_id, QuestionVersion.number).in_(
            sa.bindparam("versions", expanding=True)
        )
    )
)


@dataclass(frozen=True)
class Explanation:
    """What the bank says about a question once its quiz is over."""

    explanation: str
    why: dict[str, str]  # option key -> why it is right or wrong
    is_changed: bool  # the bank has a newer version than the paper


def explanations(questions: Sequence[scoring.PaperQuestion]) -> dict[int, Explanation]:
    """By question, of exactly the versions on a paper."""
    wanted = [(question.question_id, question.version) for question in questions]
    rows = db.session.execute(_VERSIONS, {"versions": wanted})
    return {
        question_id: Explanation(
            explanation=content["explanation"],
            why={option["key"]: option["why"] for option in content["options"]},
            is_changed=is_changed,
        )
        for question_id, content, is_changed in rows
    }


_BEST = (
    sa.select(
        Attempt.enrolment_id, Quiz.key, sa.type_coerce(sa.func.max(Attempt.score), sa.Integer)
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .where(Attempt.score.is_not(None))
    .group_by(Attempt.enrolment_id, Quiz.key)
)
_BEST_OF_ALL = _BEST.where(Quiz.training_id == sa.bindparam("training_id"))
_BEST_OF_ONE = _BEST.where(Attempt.enrolment_id == sa.bindparam("enrolment_id"))


def best_scores(training_id: int) -> dict[int, dict[str, int]]:
    """Enrolment -> quiz key -> the best score; who has none of a quiz has no entry for it."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for enrolment_id, key, score in db.session.execute(_BEST_OF_ALL, {"training_id": training_id}):
        found[enrolment_id][key] = score
    return dict(found)


def best_scores_of(enrolment_id: int) -> dict[str, int]:
    rows = db.session.execute(_BEST_OF_ONE, {"enrolment_id": enrolment_id})
    return {key: score for _enrolment_id, key, score in rows}
