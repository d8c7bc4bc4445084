"""The first attempts of a quiz for its analysis; the same few statements at any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from courses.catalogue.models import Module
from courses.trainings.models import Enrolment, Role
from lms.db import db
from lms.people.models import Person
from quizzes.analysis.items import ItemKey, Sitting
from quizzes.attempts import papers, scoring
from quizzes.attempts.marks import OF_THIS_ANSWER
from quizzes.attempts.models import Answer, AnswerMark, Attempt
from quizzes.attempts.papers import PaperQuestion
from quizzes.bank.models import Question, Quiz, QuizQuestion

_IS_FIRST = sa.and_(
    Attempt.quiz_id == sa.bindparam("quiz_id"),
    Attempt.number == 1,
    Attempt.score.is_not(None),
)
_ATTEMPTS = (
    sa.select(Attempt.id, Attempt.enrolment_id, Attempt.form_id, Attempt.paper, Attempt.score)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(_IS_FIRST, Enrolment.role == Role.TRAINEE, Enrolment.withdrawn_at.is_(None))
    .order_by(Attempt.id)
)
_ANSWERS = (
    sa.select(Answer.attempt_id, Answer.question_number, Answer.choices)
    .join(Attempt, Attempt.id == Answer.attempt_id)
    .where(_IS_FIRST)
)
_MARKS = (
    sa.select(AnswerMark.attempt_id, AnswerMark.question_number, AnswerMark.points)
    .join(Attempt, Attempt.id == AnswerMark.attempt_id)
    .join(Answer, OF_THIS_ANSWER)
    .where(_IS_FIRST)
    .order_by(AnswerMark.revision)  # the last one said is in force
)
_QUESTIONS = (
    sa.select(Question.id, Question.key, Module.code, Module.title, QuizQuestion.position)
    .select_from(Question)
    .outerjoin(Module, Module.id == Question.module_id)
    .outerjoin(
        QuizQuestion,
        (QuizQuestion.question_id == Question.id)
        & (QuizQuestion.quiz_id == sa.bindparam("quiz_id")),
    )
    .where(Question.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(QuizQuestion.position.is_(None), QuizQuestion.position, Question.id)
)
_QUIZ = sa.select(Quiz).where(
    Quiz.training_id == sa.bindparam("training_id"), Quiz.key == sa.bindparam("key")
)


_ALL = (
    sa.select(
        Quiz.title,
        Quiz.pass_mark,
        Person.name,
        Attempt.number,
        Attempt.form_id,
        Attempt.started_at,
        Attempt.submitted_at,
        Attempt.points,
        Attempt.out_of,
        Attempt.score,
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Quiz.training_id == sa.bindparam("training_id"), Enrolment.withdrawn_at.is_(None))
    .order_by(Quiz.position, Quiz.id, Enrolment.roster_line, Person.name_key, Enrolment.id)
    .order_by(Attempt.number)
)


@dataclass(frozen=True)
class First:
    """One trainee's first attempt at a quiz.

    `void` are the questions that were cancelled: they say nothing of what anybody knows, so the
    sitting is without them.
    """

    enrolment_id: int
    form_id: int
    score: int
    sitting: Sitting
    asked: Mapping[ItemKey, PaperQuestion]
    void: Mapping[ItemKey, PaperQuestion]


@dataclass(frozen=True)
class Asked:
    """A question with its place in the quiz; a place is None for one that was taken out since."""

    question_id: int
    key: str
    module_code: str | None
    module_title: str | None
    position: int | None


def quiz_of(training_id: int, key: str | None) -> Quiz | None:
    return db.session.scalar(_QUIZ, {"training_id": training_id, "key": key or ""})


def all_attempts(training_id: int) -> Sequence[Any]:
    """Every attempt of a training, ended or not."""
    return db.session.execute(_ALL, {"training_id": training_id}).all()


def first_attempts(quiz_id: int) -> list[First]:
    """Those that ended and have a score, of trainees who are on the list."""
    values = {"quiz_id": quiz_id}
    answers = _by_attempt(db.session.execute(_ANSWERS, values))
    marks = _by_attempt(db.session.execute(_MARKS, values))
    return [
        _first(row, answers.get(row.id, {}), marks.get(row.id, {}))
        for row in db.session.execute(_ATTEMPTS, values)
    ]


def questions_of(quiz_id: int, ids: Iterable[int]) -> list[Asked]:
    """In the order of the quiz."""
    values = {"quiz_id": quiz_id, "ids": sorted(set(ids))}
    return [Asked(*row) for row in db.session.execute(_QUESTIONS, values)]


def _by_attempt(rows: Iterable[Any]) -> dict[int, dict[int, Any]]:
    found: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    for attempt_id, number, value in rows:
        found[attempt_id][number] = value
    return found


def _first(row: Any, answers: Mapping[int, Sequence[str]], marks: Mapping[int, int]) -> First:
    shares, choices, asked, void = {}, {}, {}, {}
    for number, question in enumerate(papers.thaw(row.paper).questions, start=1):
        key = ItemKey(question.question_id, question.version, question.part)
        if question.is_void:
            void[key] = question
            continue
        chosen = answers.get(number, ())
        asked[key], choices[key] = question, chosen
        if number in marks:
            shares[key] = marks[number] / question.points
        else:
            shares[key] = float(scoring.credit(question, chosen))
    sitting = Sitting(shares, choices)
    return First(row.enrolment_id, row.form_id, row.score, sitting, asked, void)
