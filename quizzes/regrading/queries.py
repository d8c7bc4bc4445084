"""Reads for a correction: the papers that ask a question, and what was corrected so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from courses.trainings.models import Enrolment
from lms.db import db
from lms.people.models import Person
from quizzes.attempts.marks import OF_THIS_ANSWER
from quizzes.attempts.models import Answer, AnswerMark, Attempt
from quizzes.bank.models import Quiz
from quizzes.regrading.models import Regrade, RegradeChange

_PAPERS = (
    sa.select(
        Attempt.id,
        Attempt.quiz_id,
        Attempt.number,
        Attempt.paper,
        Attempt.submitted_at,
        Attempt.points,
        Attempt.score,
        Quiz.title,
        Quiz.pass_mark,
        Person.name,
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .order_by(Quiz.position, Quiz.id, Person.name_key, Enrolment.id, Attempt.number)
)
_OF_THESE: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_ANSWERS = sa.select(Answer.attempt_id, Answer.question_number, Answer.choices).where(
    Answer.attempt_id.in_(_OF_THESE)
)
_MARKS = (
    sa.select(AnswerMark.attempt_id, AnswerMark.question_number, AnswerMark.points)
    .join(Answer, OF_THIS_ANSWER)
    .where(AnswerMark.attempt_id.in_(_OF_THESE))
    .order_by(AnswerMark.revision)
)
_QUIZZES = (
    sa.select(Quiz.id).where(Quiz.training_id == sa.bindparam("training_id")).order_by(Quiz.id)
)


def quiz_ids(training_id: int) -> list[int]:
    return list(db.session.scalars(_QUIZZES, {"training_id": training_id}))


def papers_asking(training_id: int, question_id: int) -> list[Any]:
    """Every attempt of the training whose paper asks the question, ended or not."""
    return [
        row
        for row in db.session.execute(_PAPERS, {"training_id": training_id})
        if any(each["question_id"] == question_id for each in row.paper["questions"])
    ]


def answers_of(attempt_ids: Iterable[int]) -> dict[int, dict[int, list[str]]]:
    """Attempt -> question number -> what was answered."""
    return _nested(_ANSWERS, attempt_ids)


def marks_of(attempt_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Attempt -> question number -> the points a person gave."""
    return _nested(_MARKS, attempt_ids)


def _nested(statement: sa.Executable, attempt_ids: Iterable[int]) -> dict[int, dict[int, Any]]:
    found: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    for attempt_id, number, value in db.session.execute(statement, {"ids": list(attempt_ids)}):
        found[attempt_id][number] = value
    return found


@dataclass(frozen=True)
class Done:
    """A correction that was made."""

    id: int
    to_version: int | None
    reason: str
    person: str
    at: datetime


_DONE = (
    sa.select(Regrade.id, Regrade.to_version, Regrade.reason, Person.name, Regrade.made_at)
    .join(Person, Person.id == Regrade.actor_id)
    .where(
        Regrade.training_id == sa.bindparam("training_id"),
        Regrade.question_id == sa.bindparam("question_id"),
    )
    .order_by(Regrade.id.desc())
)
_CHANGES = (
    sa.select(
        RegradeChange.attempt_id,
        RegradeChange.score_before,
        RegradeChange.score_after,
        Attempt.number,
        Quiz.title,
        Person.name,
    )
    .join(Attempt, Attempt.id == RegradeChange.attempt_id)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(RegradeChange.regrade_id == sa.bindparam("regrade_id"))
    .group_by(
        RegradeChange.attempt_id,
        RegradeChange.score_before,
        RegradeChange.score_after,
        Attempt.id,
        Quiz.id,
        Person.id,
    )
    .order_by(Quiz.position, Quiz.id, Person.name_key, Attempt.enrolment_id, Attempt.number)
)
_CORRECTED = sa.select(Regrade.question_id).where(
    Regrade.training_id == sa.bindparam("training_id"), Regrade.to_version.is_not(None)
)
_OWN = (
    sa.select(RegradeChange.question_number, Regrade.to_version, Regrade.made_at)
    .join(Regrade, Regrade.id == RegradeChange.regrade_id)
    .where(RegradeChange.attempt_id == sa.bindparam("attempt_id"))
    .order_by(Regrade.id, RegradeChange.question_number)
)


def done_of(training_id: int, question_id: int) -> list[Done]:
    """The last one first."""
    values = {"training_id": training_id, "question_id": question_id}
    return [Done(*row) for row in db.session.execute(_DONE, values)]


def changes_of(regrade_id: int) -> Sequence[Any]:
    """One row for each attempt."""
    return db.session.execute(_CHANGES, {"regrade_id": regrade_id}).all()


def own_corrections(attempt_id: int) -> Sequence[Any]:
    """What was corrected on one paper, first come first."""
    return db.session.execute(_OWN, {"attempt_id": attempt_id}).all()


def corrected_questions(training_id: int) -> set[int]:
    """The ids of the questions whose key was corrected in a training."""
    return set(db.session.scalars(_CORRECTED, {"training_id": training_id}))
