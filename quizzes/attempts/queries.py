"""Reads: the attempt being sat, what came of one, and the scores that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms.db import db
from quizzes.attempts import papers, timing
from quizzes.attempts.allowances import minutes_given
from quizzes.attempts.asking import part_of
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
    extra_minutes: int = 0  # that staff gave the person, or everybody who sat it

    def accepts(self, at: datetime) -> bool:
        """Whether an answer that arrives now is still taken."""
        if self.deadline_at is None or self.submitted_at is not None:
            return False
        return at < timing.accepts_until(self.deadline_at, self.closed_at)

    def remaining_seconds(self, at: datetime) -> int:
        if self.deadline_at is None:
            return 0
        return max(int((self.deadline_at - at).total_seconds()), 0)

    @property
    def questions(self) -> tuple[papers.PaperQuestion, ...]:
        return papers.thaw(self.paper).questions if self.paper else ()

    def question(self, number: int) -> papers.PaperQuestion | None:
        return papers.thaw(self.paper).question(number) if self.paper else None


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
        minutes_given(sa.bindparam("enrolment_id", type_=sa.Integer)),
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
    why: dict[str, str]  # option key, or an accepted answer, -> why it is right or wrong
    model: str  # what a good answer says, where a person marks it
    is_changed: bool  # the bank has a newer version than the paper


def explanations(
    questions: Sequence[papers.PaperQuestion],
) -> dict[tuple[int, int], Explanation]:
    """By question and part, of exactly the versions on a paper."""
    wanted = {(question.question_id, question.version) for question in questions}
    rows = db.session.execute(_VERSIONS, {"versions": sorted(wanted)})
    contents = {question_id: (content, is_changed) for question_id, content, is_changed in rows}
    found = {}
    for question in questions:
        content, is_changed = contents[question.question_id]
        own = part_of(content, question.part)
        # By text: where a key was corrected the version may name its options otherwise.
        said = {option["text"]: option["why"] for option in own.get("options", ())}
        why = {option.key: said.get(option.text, "") for option in question.options}
        for each in own.get("accepted", ()):
            why[each.get("text") or each["value"]] = each["why"]
        found[question.question_id, question.part] = Explanation(
            own["explanation"] or content["explanation"], why, own.get("model", ""), is_changed
        )
    return found


@dataclass
class Marks:
    """One trainee's quizzes by key: the best score so far, and of which quizzes an attempt was
    handed in that has no score before somebody marks an answer. One can be both."""

    best: dict[str, int] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)


_BEST = (
    sa.select(
        Attempt.enrolment_id,
        Quiz.key,
        sa.type_coerce(sa.func.max(Attempt.score), sa.Integer),
        sa.func.count() - sa.func.count(Attempt.score),
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .where(Attempt.submitted_at.is_not(None))
    .group_by(Attempt.enrolment_id, Quiz.key)
)
_BEST_OF_ALL = _BEST.where(Quiz.training_id == sa.bindparam("training_id"))
_BEST_OF_ONE = _BEST.where(Attempt.enrolment_id == sa.bindparam("enrolment_id"))


def marks_of_all(training_id: int) -> dict[int, Marks]:
    """By enrolment; who handed in nothing is not in it."""
    return _marks(_BEST_OF_ALL, {"training_id": training_id})


def marks_of(enrolment_id: int) -> Marks:
    return _marks(_BEST_OF_ONE, {"enrolment_id": enrolment_id}).get(enrolment_id, Marks())


def _marks(statement: sa.Select[int, str, int, int], values: dict[str, int]) -> dict[int, Marks]:
    found: defaultdict[int, Marks] = defaultdict(Marks)
    for enrolment_id, key, score, waiting in db.session.execute(statement, values):
        if waiting:
            found[enrolment_id].waiting.add(key)
        if score is not None:
            found[enrolment_id].best[key] = score
    return dict(found)
