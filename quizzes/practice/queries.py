"""Trainees and what was observed of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from courses.trainings.models import Enrolment, Role
from courses.trainings.trainee import Kept
from lms.db import db
from lms.people.models import Person
from lms.people.regions import ALL, BY_CODE, SOUTH_KALIMANTAN
from quizzes.practice.models import Observation, ObservationDraft
from quizzes.practice.rules import in_force
from quizzes.rubrics.models import Rubric
from quizzes.rubrics.scoring import Criterion, criteria_of


@dataclass(frozen=True)
class Seen:
    """One finished observation, without what was ticked."""

    number: int
    score: int
    observer: str
    observed_at: datetime


@dataclass(frozen=True)
class Seat:
    """A trainee; `has_draft` is about the trainer who looks."""

    id: int
    person_id: int
    name: str
    institution: str
    region_code: str | None
    observations: list[Seen] = field(default_factory=list)
    has_draft: bool = False

    @property
    def result(self) -> Seen | None:
        return in_force(self.observations)


@dataclass(frozen=True)
class Record:
    """A finished observation with the rubric that it was made with."""

    observation: Observation
    rubric: Rubric
    observer: str

    @property
    def number(self) -> int:
        return self.observation.number

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return criteria_of(self.rubric.content)


_SEATS = (
    sa.select(
        Enrolment.id,
        Enrolment.person_id,
        Person.name,
        Enrolment.institution,
        Enrolment.region_code,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Person.name_key, Enrolment.id)
)
_SEAT = _SEATS.where(Enrolment.id == sa.bindparam("seat_id"))
_SEEN = (
    sa.select(
        Observation.enrolment_id,
        Observation.number,
        Observation.score,
        Person.name,
        Observation.observed_at,
    )
    .join(Person, Person.id == Observation.observer_id)
    .join(Enrolment, Enrolment.id == Observation.enrolment_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"))
    .order_by(Observation.enrolment_id, Observation.number)
)
_SCORES = (
    sa.select(Observation.enrolment_id, Observation.score)
    .join(Enrolment, Enrolment.id == Observation.enrolment_id)
    .order_by(Observation.enrolment_id, Observation.number)
)
_SCORES_OF_ALL = _SCORES.where(Enrolment.training_id == sa.bindparam("training_id"))
_SCORE = (
    sa.select(Observation.score)
    .where(Observation.enrolment_id == Enrolment.id)
    .order_by(Observation.number.desc())
    .limit(1)
    .correlate(Enrolment)
    .scalar_subquery()
)
_SCORE_OF_ONE = sa.select(_SCORE).where(Enrolment.id == sa.bindparam("seat_id"))
KEPT = Kept(columns=(_SCORE,))
_DRAFTS = (
    sa.select(ObservationDraft.enrolment_id)
    .join(Enrolment, Enrolment.id == ObservationDraft.enrolment_id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        ObservationDraft.observer_id == sa.bindparam("observer_id"),
    )
)
_DRAFT = sa.select(ObservationDraft).where(
    ObservationDraft.enrolment_id == sa.bindparam("seat_id"),
    ObservationDraft.observer_id == sa.bindparam("observer_id"),
)
_RECORDS = (
    sa.select(Observation, Rubric, Person.name)
    .join(Rubric, Rubric.id == Observation.rubric_id)
    .join(Person, Person.id == Observation.observer_id)
    .where(Observation.enrolment_id == sa.bindparam("seat_id"))
    .order_by(Observation.number.desc())
)


def seats(training_id: int, observer_id: int) -> list[Seat]:
    """All trainees by name: three statements for 5 as for 500."""
    values = {"training_id": training_id, "observer_id": observer_id}
    seen: defaultdict[int, list[Seen]] = defaultdict(list)
    for seat_id, number, score, observer, at in db.session.execute(_SEEN, values):
        seen[seat_id].append(Seen(number, score, observer, at))
    drafts = set(db.session.scalars(_DRAFTS, values))
    return [
        Seat(seat_id, person_id, name, office, region, seen[seat_id], seat_id in drafts)
        for seat_id, person_id, name, office, region in db.session.execute(_SEATS, values)
    ]


def scores_of_all(training_id: int) -> dict[int, int]:
    """The score in force of each trainee who was observed, in hundredths: the newest counts."""
    rows = db.session.execute(_SCORES_OF_ALL, {"training_id": training_id})
    return {row.enrolment_id: row.score for row in rows}


def score_of(seat_id: int) -> int | None:
    return db.session.scalar(_SCORE_OF_ONE, {"seat_id": seat_id})


def seat_of(training_id: int, seat_id: int) -> Seat | None:
    row = db.session.execute(_SEAT, {"training_id": training_id, "seat_id": seat_id}).first()
    return None if row is None else Seat(row[0], row[1], row[2], row[3], row[4])


def by_region(found: list[Seat]) -> list[tuple[str, list[Seat]]]:
    """Groups in the order of the codes; who comes from the province itself is last."""
    groups: defaultdict[str, list[Seat]] = defaultdict(list)
    for seat in found:
        groups[BY_CODE.get(seat.region_code or "", SOUTH_KALIMANTAN).code].append(seat)
    order = [*(region.code for region in ALL[1:]), SOUTH_KALIMANTAN.code]
    return [(BY_CODE[code].name, groups[code]) for code in order if code in groups]


def draft_of(seat_id: int, observer_id: int) -> ObservationDraft | None:
    return db.session.scalar(_DRAFT, {"seat_id": seat_id, "observer_id": observer_id})


def records_of(seat_id: int) -> list[Record]:
    """The newest first."""
    rows = db.session.execute(_RECORDS, {"seat_id": seat_id})
    return [Record(observation, rubric, observer) for observation, rubric, observer in rows]
