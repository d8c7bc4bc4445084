"""Answers that a person judges: which wait, which are marked, and one with all it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVarTuple

import sqlalchemy as sa

from courses.trainings.models import Enrolment
from lms.db import db
from lms.people.models import Person
from quizzes.attempts import scoring
from quizzes.attempts.marks import OF_THIS_ANSWER
from quizzes.attempts.models import Answer, AnswerMark, Attempt
from quizzes.bank.models import Quiz


@dataclass(frozen=True)
class Topic:
    """A question that papers of one quiz ask, at whatever place; `part` as on a paper."""

    quiz_key: str
    question_id: int
    part: int


@dataclass(frozen=True)
class Entry:
    """One answer that a person judges, without what it says."""

    topic: Topic
    attempt_id: int
    number: int
    sitting: int  # the attempt's own number
    quiz_title: str
    stem: str
    case: str
    kind: str
    out_of: int
    person_id: int
    name: str
    institution: str
    submitted_at: datetime
    points: int | None  # None: it waits

    @property
    def is_waiting(self) -> bool:
        return self.points is None


_HAS_MARK = sa.exists().where(AnswerMark.attempt_id == Attempt.id).correlate(Attempt)
_TO_JUDGE = sa.and_(
    Quiz.training_id == sa.bindparam("training_id"),
    sa.or_(sa.bindparam("quiz_key") == "", Quiz.key == sa.bindparam("quiz_key")),
    Enrolment.withdrawn_at.is_(None),
    Attempt.submitted_at.is_not(None),
    sa.or_(Attempt.score.is_(None), _HAS_MARK),
)
_PAPERS = (
    sa.select(
        Attempt.id,
        Attempt.number,
        Attempt.paper,
        Attempt.submitted_at,
        Quiz.key,
        Quiz.title,
        Enrolment.person_id,
        Person.name,
        Enrolment.institution,
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(_TO_JUDGE)
    .order_by(Quiz.position, Quiz.id, Attempt.submitted_at, Attempt.id)
)

_Columns = TypeVarTuple("_Columns")


def _of_those(statement: sa.Select[*_Columns], attempt_id: Any) -> sa.Select[*_Columns]:
    return (
        statement.join(Attempt, Attempt.id == attempt_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(_TO_JUDGE)
    )


_ANSWERED = _of_those(
    sa.select(Answer.attempt_id, Answer.question_number), Answer.attempt_id
).where(sa.cast(Answer.choices, sa.Text) != "[]")
_POINTS = _of_those(
    sa.select(AnswerMark.attempt_id, AnswerMark.question_number, AnswerMark.points).join(
        Answer, OF_THIS_ANSWER
    ),
    AnswerMark.attempt_id,
).order_by(AnswerMark.revision)


def entries(training_id: int, quiz_key: str = "") -> list[Entry]:
    """All that wait or were marked, of one quiz or of all, first come first: three statements."""
    values = {"training_id": training_id, "quiz_key": quiz_key}
    answered = {tuple(row) for row in db.session.execute(_ANSWERED, values)}
    points = {(row[0], row[1]): row[2] for row in db.session.execute(_POINTS, values)}
    return [
        _entry(row, number, question, points.get((row.id, number)))
        for row in db.session.execute(_PAPERS, values)
        for number, question in enumerate(row.paper["questions"], start=1)
        if question["kind"] in scoring.MARKED
        and not question.get("is_void")
        and (row.id, number) in answered
    ]


def _entry(row: Any, number: int, question: dict[str, Any], points: int | None) -> Entry:
    return Entry(
        topic=Topic(row.key, question["question_id"], question.get("part", 0)),
        attempt_id=row.id,
        number=number,
        sitting=row.number,
        quiz_title=row.title,
        stem=question["stem"],
        case=question.get("case", ""),
        kind=question["kind"],
        out_of=question["points"],
        person_id=row.person_id,
        name=row.name,
        institution=row.institution,
        submitted_at=row.submitted_at,
        points=points,
    )


def by_topic(found: Iterable[Entry]) -> dict[Topic, list[Entry]]:
    """The questions in the order they first came."""
    topics: dict[Topic, list[Entry]] = {}
    for entry in found:
        topics.setdefault(entry.topic, []).append(entry)
    return topics


def by_quiz(found: Iterable[Entry]) -> list[dict[Topic, list[Entry]]]:
    """The questions of each quiz, quizzes in their order."""
    return [by_topic(group) for _key, group in groupby(found, lambda each: each.topic.quiz_key)]


@dataclass(frozen=True)
class Around:
    """Where a marker can go from one answer; `following` still waits for a mark."""

    place: int
    total: int
    left: int
    previous: Entry | None
    next: Entry | None
    following: Entry | None


def around(found: Sequence[Entry], attempt_id: int, number: int, marker_id: int) -> Around:
    """Among the answers to the same question; the marker's own are passed over."""
    topic = next((e.topic for e in found if (e.attempt_id, e.number) == (attempt_id, number)), None)
    same = [each for each in found if each.topic == topic and each.person_id != marker_id]
    keys = [(each.attempt_id, each.number) for each in same]
    place = keys.index((attempt_id, number)) if (attempt_id, number) in keys else -1
    rest = [*same[place + 1 :], *same[: max(place, 0)]]
    return Around(
        place=place + 1,
        total=len(same),
        left=sum(each.is_waiting for each in same),
        previous=same[place - 1] if place > 0 else None,
        next=same[place + 1] if place + 1 < len(same) else None,
        following=next((each for each in rest if each.is_waiting), None),
    )


_WAITING = (
    sa.select(sa.func.count(Attempt.id))
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(
        Quiz.training_id == sa.bindparam("training_id"),
        Enrolment.withdrawn_at.is_(None),
        Attempt.submitted_at.is_not(None),
        Attempt.score.is_(None),
    )
)


def waiting_attempts(training_id: int) -> int:
    """How many attempts have no score yet because somebody must mark an answer of them."""
    return db.session.scalar(_WAITING, {"training_id": training_id}) or 0
