"""Printed papers, the sheets that came back, and how far their keying is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from courses.trainings.models import Enrolment, Role
from lms.db import db
from lms.people.models import Person
from quizzes.attempts import papers
from quizzes.attempts.forms_crossing import letter_of
from quizzes.attempts.papers import Paper
from quizzes.bank.models import Quiz
from quizzes.printed.models import Keying, PrintedPaper
from quizzes.printed.rules import Row, Stage, stage

_PRINTED = (
    sa.select(PrintedPaper, Quiz, Person.name)
    .join(Quiz, Quiz.id == PrintedPaper.quiz_id)
    .join(Person, Person.id == PrintedPaper.actor_id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
    .order_by(PrintedPaper.id)
)
_OF_QUIZ = _PRINTED.where(Quiz.key == sa.bindparam("key"))
_ONE = _OF_QUIZ.where(PrintedPaper.code == sa.bindparam("code"))
_QUIZ = sa.select(Quiz).where(
    Quiz.training_id == sa.bindparam("training_id"), Quiz.key == sa.bindparam("key")
)


@dataclass(frozen=True)
class Printed:
    row: PrintedPaper
    quiz: Quiz
    printer: str

    @property
    def paper(self) -> Paper:
        return papers.thaw(self.row.paper)

    @property
    def left_out(self) -> int:
        """How many questions of the quiz cannot be answered on paper."""
        count: int = self.row.paper.get("left_out", 0)
        return count

    @property
    def form_letter(self) -> str:
        return form_letter(self.quiz, self.row.form_id)


def form_letter(quiz: Quiz, form_id: int) -> str:
    return letter_of(form_id, quiz.id, quiz.parallel_id)


def quiz_of(training_id: int, key: str) -> Quiz | None:
    return db.session.scalar(_QUIZ, {"training_id": training_id, "key": key})


def printed_of(training_id: int, key: str) -> list[Printed]:
    rows = db.session.execute(_OF_QUIZ, {"training_id": training_id, "key": key})
    return [Printed(*row) for row in rows]


def printed_of_training(training_id: int) -> list[Printed]:
    return [Printed(*row) for row in db.session.execute(_PRINTED, {"training_id": training_id})]


def printed_by_code(training_id: int, key: str, code: str) -> Printed | None:
    values = {"training_id": training_id, "key": key, "code": code}
    row = db.session.execute(_ONE, values).first()
    return Printed(*row) if row else None


@dataclass(frozen=True)
class Entry:
    """One time that a sheet was keyed."""

    answers: Row
    by: str
    at: datetime
    actor_id: int


_KEYINGS = (
    sa.select(Keying, Person.name)
    .join(Person, Person.id == Keying.actor_id)
    .where(Keying.printed_id.in_(sa.bindparam("printed_ids", expanding=True)))
    .order_by(Keying.id)
)
_OF_SEAT = _KEYINGS.where(Keying.enrolment_id == sa.bindparam("enrolment_id"))


def _entry(row: Keying, name: str) -> Entry:
    answers = {int(number): choices for number, choices in row.answers.items()}
    return Entry(answers, name, row.keyed_at, row.actor_id)


def entries_of(printed_id: int, enrolment_id: int) -> list[Entry]:
    """Of one sheet, in the order in which it was keyed."""
    values = {"printed_ids": [printed_id], "enrolment_id": enrolment_id}
    return [_entry(*row) for row in db.session.execute(_OF_SEAT, values)]


def entries_of_all(printed_ids: Sequence[int]) -> dict[tuple[int, int], list[Entry]]:
    """By printed paper and enrolment."""
    found: dict[tuple[int, int], list[Entry]] = {}
    for row, name in db.session.execute(_KEYINGS, {"printed_ids": list(printed_ids)}):
        found.setdefault((row.printed_id, row.enrolment_id), []).append(_entry(row, name))
    return found


def stage_of(paper: Paper, entries: Sequence[Entry]) -> Stage:
    return stage(paper, [entry.answers for entry in entries])


def counts_of(printed: Sequence[Printed]) -> dict[int, Counter[Stage]]:
    """By printed paper, how many sheets are at which stage."""
    entries = entries_of_all([each.row.id for each in printed])
    thawed = {each.row.id: each.paper for each in printed}
    counts: dict[int, Counter[Stage]] = {each.row.id: Counter() for each in printed}
    for (printed_id, _seat), found in entries.items():
        counts[printed_id][stage_of(thawed[printed_id], found)] += 1
    return counts


_SEATS = (
    sa.select(Enrolment, Person)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"), Enrolment.role == Role.TRAINEE)
    .order_by(Enrolment.roster_line, Person.name_key, Enrolment.id)
)
_SEAT = _SEATS.where(Enrolment.id == sa.bindparam("enrolment_id"))


def seat_of(training_id: int, enrolment_id: int) -> tuple[Enrolment, Person] | None:
    """Also of who left the list: they are told apart by `withdrawn_at`."""
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    row = db.session.execute(_SEAT, values).first()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True)
class Sheet:
    """One person's sheet."""

    seat: Enrolment
    name: str
    stage: Stage
    entries: list[Entry]


def sheets_of(training_id: int, printed: Printed) -> list[Sheet]:
    """Of everybody on the list, and of those who left it after their sheet was keyed."""
    entries = entries_of_all([printed.row.id])
    paper = printed.paper
    return [
        Sheet(seat, person.name, stage_of(paper, own), own)
        for seat, person in db.session.execute(_SEATS, {"training_id": training_id})
        if (own := entries.get((printed.row.id, seat.id), [])) or seat.withdrawn_at is None
    ]
