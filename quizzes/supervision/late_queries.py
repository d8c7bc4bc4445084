"""Answers that arrived after the end: evidence that is not in force, and what staff said of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from courses.trainings.models import Enrolment, Role
from lms.db import db
from lms.people.models import Person
from quizzes.attempts import papers
from quizzes.attempts.models import (
    Answer,
    AnswerEvent,
    Attempt,
    Intervention,
    InterventionKind,
)
from quizzes.bank.models import Quiz

DECISIONS = (InterventionKind.LATE_ACCEPTED, InterventionKind.LATE_REFUSED)
_OF_QUIZ = sa.and_(
    Quiz.training_id == sa.bindparam("training_id"),
    sa.or_(sa.bindparam("quiz_key") == "", Quiz.key == sa.bindparam("quiz_key")),
    Enrolment.role == Role.TRAINEE,
    Enrolment.withdrawn_at.is_(None),
)
# While an attempt is open the newest answer is always put in force. So one that is newer than
# what is in force came when it had ended, also where clocks or a wait for the lock say otherwise.
_EVENTS = (
    sa.select(
        AnswerEvent.id,
        AnswerEvent.attempt_id,
        AnswerEvent.question_number,
        AnswerEvent.choices,
        AnswerEvent.sequence,
        AnswerEvent.made_at,
        AnswerEvent.received_at,
        Answer.choices.label("in_force"),
        Quiz.key.label("quiz_key"),
    )
    .join(Attempt, Attempt.id == AnswerEvent.attempt_id)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .outerjoin(
        Answer,
        sa.and_(
            Answer.attempt_id == AnswerEvent.attempt_id,
            Answer.question_number == AnswerEvent.question_number,
        ),
    )
    .where(
        _OF_QUIZ,
        AnswerEvent.is_stale,
        Attempt.submitted_at.is_not(None),
        AnswerEvent.sequence > sa.func.coalesce(Answer.sequence, 0),
    )
    .order_by(AnswerEvent.attempt_id, AnswerEvent.question_number, AnswerEvent.id)
)
_DECIDED = (
    sa.select(Intervention, Person.name)
    .join(Quiz, Quiz.id == Intervention.quiz_id)
    .join(Enrolment, Enrolment.id == Intervention.enrolment_id)
    .join(Person, Person.id == Intervention.actor_id)
    .where(_OF_QUIZ, Intervention.kind.in_(DECISIONS))
    .order_by(Intervention.id)
)
_ATTEMPTS = (
    sa.select(Attempt, Enrolment.person_id, Person.name, Enrolment.region_code)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Attempt.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(Person.name_key, Attempt.number, Attempt.id)
)


@dataclass(frozen=True)
class LateAnswer:
    """The newest that came for one question, beside the answer in force."""

    event_id: int
    quiz_key: str
    number: int
    choices: list[str]
    sequence: int
    made_at: datetime | None  # by the phone's clock
    received_at: datetime
    in_force: list[str]


@dataclass(frozen=True)
class LateCase:
    """One attempt with what came too late for it, and what was decided about it before."""

    attempt: Attempt
    person_id: int
    name: str
    region_code: str | None
    open: tuple[LateAnswer, ...]
    decided: tuple[tuple[Intervention, str], ...]

    @property
    def seen(self) -> int:
        """What a form carries: anything that came later has a higher number."""
        return max((late.event_id for late in self.open), default=0)

    @property
    def questions(self) -> tuple[papers.PaperQuestion, ...]:
        return papers.thaw(self.attempt.paper).questions


def open_answers(training_id: int, quiz_key: str = "") -> dict[int, list[LateAnswer]]:
    """By attempt, what nobody has decided about; of one quiz or of all. Two statements."""
    return _open(training_id, quiz_key, _decisions(training_id, quiz_key))


def count_of(training_id: int, quiz_key: str = "") -> int:
    return sum(len(answers) for answers in open_answers(training_id, quiz_key).values())


def count_by_quiz(training_id: int) -> dict[str, int]:
    """How many each quiz has, by its key; who has none is not in it."""
    found: Counter[str] = Counter()
    for answers in open_answers(training_id).values():
        found.update(late.quiz_key for late in answers)
    return dict(found)


def cases(training_id: int, quiz_key: str) -> list[LateCase]:
    """Every attempt with late answers by name, those with open ones first."""
    decisions = _decisions(training_id, quiz_key)
    still_open = _open(training_id, quiz_key, decisions)
    about: defaultdict[int, list[tuple[Intervention, str]]] = defaultdict(list)
    for made, name in decisions:
        about[made.attempt_id or 0].append((made, name))
    ids = sorted({*still_open, *about})
    found = [
        LateCase(
            attempt=row[0],
            person_id=row.person_id,
            name=row.name,
            region_code=row.region_code,
            open=tuple(still_open.get(row[0].id, ())),
            decided=tuple(about[row[0].id]),
        )
        for row in db.session.execute(_ATTEMPTS, {"ids": ids})
    ]
    return sorted(found, key=lambda case: not case.open)


def case_of(training_id: int, quiz_key: str, attempt_id: int) -> LateCase | None:
    found = cases(training_id, quiz_key)
    return next((case for case in found if case.attempt.id == attempt_id), None)


def _decisions(training_id: int, quiz_key: str) -> Sequence[Row[Intervention, str]]:
    values = {"training_id": training_id, "quiz_key": quiz_key}
    return db.session.execute(_DECIDED, values).all()


def _open(
    training_id: int, quiz_key: str, decisions: Sequence[Row[Intervention, str]]
) -> dict[int, list[LateAnswer]]:
    upto: defaultdict[int, int] = defaultdict(int)
    for made, _name in decisions:
        upto[made.attempt_id or 0] = max(upto[made.attempt_id or 0], made.facts["seen"])
    values = {"training_id": training_id, "quiz_key": quiz_key}
    newest: dict[tuple[int, int], Any] = {}
    for row in db.session.execute(_EVENTS, values):
        place = (row.attempt_id, row.question_number)
        if place not in newest or row.sequence >= newest[place].sequence:
            newest[place] = row
    found: defaultdict[int, list[LateAnswer]] = defaultdict(list)
    for row in newest.values():
        if row.id > upto[row.attempt_id] and row.choices != (row.in_force or []):
            found[row.attempt_id].append(_late(row))
    return dict(found)


def _late(row: Any) -> LateAnswer:
    return LateAnswer(
        event_id=row.id,
        quiz_key=row.quiz_key,
        number=row.question_number,
        choices=row.choices,
        sequence=row.sequence,
        made_at=row.made_at,
        received_at=row.received_at,
        in_force=row.in_force or [],
    )


def facts_of(attempt: Attempt) -> Mapping[str, int | None]:
    return {"points": attempt.points, "out_of": attempt.out_of, "score": attempt.score}
