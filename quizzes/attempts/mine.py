"""The quizzes of a training as one trainee meets them, read in one statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.catalogue.models import Curriculum
from lms.db import db
from quizzes.attempts import scoring, showing_facts, timing
from quizzes.attempts.allowances import day_of, extra_attempts, extra_minutes, is_missing
from quizzes.attempts.models import Attempt, Intervention, InterventionKind
from quizzes.attempts.showing import Showing
from quizzes.bank.models import (
    Question,
    QuestionKind,
    QuestionStatus,
    Quiz,
    QuizKind,
    QuizQuestion,
)

_IS_OPEN = Attempt.submitted_at.is_(None)


def _met(quiz_id: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """The form of the trainee's attempts at a quiz."""
    other = aliased(Attempt)
    return (
        sa.select(sa.func.min(other.form_id))
        .where(other.quiz_id == quiz_id, other.enrolment_id == sa.bindparam("enrolment_id"))
        .correlate(Quiz)
        .scalar_subquery()
    )


# As `form_for` has it; before either test was begun the quiz's own, which may turn out otherwise.
_MY_FORM = sa.func.coalesce(
    _met(Quiz.id),  # type: ignore[arg-type]
    sa.case((_met(Quiz.parallel_id) == Quiz.id, Quiz.parallel_id)),  # type: ignore[arg-type]
    Quiz.id,
)


def _approved(form: Any, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(QuizQuestion)
        .join(Question, Question.id == QuizQuestion.question_id)
        .join(Curriculum, Curriculum.id == Question.curriculum_id)
        .where(
            QuizQuestion.quiz_id == form,
            Question.status == QuestionStatus.APPROVED,
            Question.edition.in_(["", Curriculum.edition]),
            *conditions,
        )
        .correlate(Quiz)
        .scalar_subquery()
    )


def _count(form: Any) -> sa.ColumnElement[int]:
    """What one paper asks: all approved questions, or as many as are drawn. A case is one."""
    approved = _approved(form)
    return sa.case((Quiz.draw < approved, Quiz.draw), else_=approved)


QUESTION_COUNT = _count(Quiz.id)
_ME = sa.bindparam("enrolment_id", type_=sa.Integer)
_REOPENED = (
    sa.select(sa.func.count())
    .where(
        Intervention.attempt_id == Attempt.id,
        Intervention.kind == InterventionKind.REOPENED,
    )
    .correlate(Attempt)
    .scalar_subquery()
)
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
        _count(_MY_FORM).label("questions"),
        _approved(_MY_FORM, Question.kind == QuestionKind.CASE).label("cases"),
        sa.func.count(Attempt.id).label("used"),
        sa.func.max(Attempt.score).label("best"),
        sa.func.max(sa.case((~_IS_OPEN, Attempt.number))).label("last_result"),
        sa.func.max(sa.case((_IS_OPEN, Attempt.deadline_at))).label("open_until"),
        sa.func.count(sa.case((sa.and_(~_IS_OPEN, Attempt.score.is_(None)), Attempt.id))).label(
            "waiting"
        ),
        sa.func.max(sa.case((_IS_OPEN, _REOPENED))).label("reopened"),
        extra_minutes(_ME).label("extra_minutes"),
        extra_attempts(_ME).label("extra_attempts"),
        is_missing(_ME).label("is_missing"),
        *showing_facts.COLUMNS,
    )
    .outerjoin(showing_facts.PARALLEL, showing_facts.PARALLEL.id == Quiz.parallel_id)
    .outerjoin(
        Attempt,
        sa.and_(Attempt.quiz_id == Quiz.id, Attempt.enrolment_id == sa.bindparam("enrolment_id")),
    )
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .group_by(Quiz.id, showing_facts.PARALLEL.id)
    .order_by(Quiz.position, Quiz.id)
)
_MY_ONE = _MINE.where(Quiz.key == sa.bindparam("key"))


@dataclass(frozen=True)
class Mine:
    """A quiz, and what its trainee has done with it."""

    state: timing.QuizState
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
    cases: int  # among those a paper is drawn from; each is several questions on the paper
    used: int
    best: int | None  # None also where the score may not be seen
    last_result: int | None  # the number of the last attempt that ended
    open_until: datetime | None  # the deadline of the attempt that has not
    waiting: int  # attempts that ended and have no score before somebody marks an answer
    reopened: int | None  # how often staff let the attempt that is open go on after its end
    extra_minutes: int
    extra_attempts: int
    is_missing: bool  # only who is present today may begin it, and this person is not
    showing: Showing

    @property
    def attempts_granted(self) -> int:
        return self.attempts_allowed + self.extra_attempts

    @property
    def is_being_sat(self) -> bool:
        return self.open_until is not None

    @property
    def attempts_left(self) -> int:
        return max(self.attempts_granted - self.used, 0)

    @property
    def closes_for_me(self) -> datetime | None:
        return self.closed_at and self.closed_at + timedelta(minutes=self.extra_minutes)

    @property
    def has_result(self) -> bool:
        return self.last_result is not None

    @property
    def is_untold(self) -> bool:
        """Whether there is a result that may not be seen: then nothing tells if it passed."""
        return self.has_result and not self.showing.score.is_shown

    @property
    def is_waiting(self) -> bool:
        """Whether a mark that is still to come decides: nothing so far has passed."""
        return self.waiting > 0 and not self.has_passed

    @property
    def has_passed(self) -> bool:
        return scoring.has_passed(self.best, self.pass_mark)

    @property
    def may_start(self) -> bool:
        return self.has_turn and not self.is_missing

    @property
    def has_turn(self) -> bool:
        """Whether an attempt could begin now, were the person present."""
        is_open = self.state is timing.QuizState.OPEN and self.questions > 0
        return is_open and not self.is_being_sat and self.attempts_left > 0


def quizzes_of(training_id: int, enrolment_id: int, at: datetime) -> list[Mine]:
    values = {"training_id": training_id, "enrolment_id": enrolment_id, **day_of(at)}
    return [_mine(tuple(row), at) for row in db.session.execute(_MINE, values)]


def quiz_of(training_id: int, enrolment_id: int, key: str, at: datetime) -> Mine | None:
    values = {
        "training_id": training_id,
        "enrolment_id": enrolment_id,
        "key": key,
        **day_of(at),
    }
    row = db.session.execute(_MY_ONE, values).first()
    return _mine(tuple(row), at) if row else None


def _mine(row: tuple[Any, ...], at: datetime) -> Mine:
    own, facts = row[: -len(showing_facts.COLUMNS)], row[-len(showing_facts.COLUMNS) :]
    opened_at, closed_at = own[7:9]
    is_being_sat = own[14] is not None
    showing = showing_facts.showing_of(facts, at, is_being_sat=is_being_sat)
    mine = Mine(timing.quiz_state(opened_at, closed_at, at), *(*own, showing))
    return mine if showing.score.is_shown else replace(mine, best=None)


def untold_scores(training_id: int, enrolment_id: int, at: datetime) -> dict[str, Showing]:
    """The quizzes by key that have a result whose score the trainee may not see yet."""
    found = quizzes_of(training_id, enrolment_id, at)
    return {quiz.key: quiz.showing for quiz in found if quiz.is_untold}
