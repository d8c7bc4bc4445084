"""Reads of the list of trainees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from courses.roster.models import SeatChange, SeatChangeKind
from courses.trainings.models import Enrolment, Role, Training
from courses.trainings.quota import Element, QuotaReport, quota_report
from lms.db import db
from lms.people.identity import name_key
from lms.people.models import Person
from lms.people.queries import account_key
from lms.people.regions import find_region

Trainee = tuple[Enrolment, Person]

_ON_LIST = (
    Enrolment.training_id == sa.bindparam("training_id"),
    Enrolment.role == Role.TRAINEE,
    Enrolment.withdrawn_at.is_(None),
)
_TRAINEES = (
    sa.select(Enrolment, Person)
    .join(Person, Person.id == Enrolment.person_id)
    .where(*_ON_LIST)
    .order_by(Person.name_key, Enrolment.id)
)
_FOUND = _TRAINEES.where(
    sa.or_(
        Person.name_key.like(sa.bindparam("name")),
        Person.number == sa.bindparam("digits"),
        Person.nip == sa.bindparam("digits"),
        Person.phone == sa.bindparam("digits"),
        Enrolment.region_code == sa.bindparam("region"),
    )
)
_SEATS = sa.select(Enrolment.element, Enrolment.region_code).where(*_ON_LIST)
_ONE = (
    sa.select(Enrolment, Person)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Enrolment.id == sa.bindparam("enrolment_id"), *_ON_LIST)
)


def trainees(training_id: int, search: str = "") -> Sequence[Trainee]:
    """The trainees by name; a search looks at name, number, NIP, phone and region."""
    values = {"training_id": training_id}
    if not search.strip():
        return [(seat, person) for seat, person in db.session.execute(_TRAINEES, values)]
    region = find_region(search)
    key = name_key(search)  # letters and digits only, so it holds no wildcard of its own
    found = db.session.execute(
        _FOUND,
        values
        | {
            "name": f"%{key}%" if key else "",
            "digits": account_key(search) or "-",
            "region": region.code if region else "-",
        },
    )
    return [(seat, person) for seat, person in found]


def trainee(training_id: int, enrolment_id: int) -> Trainee | None:
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    row = db.session.execute(_ONE, values).first()
    return None if row is None else (row[0], row[1])


def seats(training_id: int) -> list[tuple[Element, str]]:
    rows = db.session.execute(_SEATS, {"training_id": training_id})
    return [(element, region) for element, region in rows if element and region]


def seats_report(training: Training, taken: Sequence[tuple[Element, str]]) -> QuotaReport:
    return quota_report(taken, training.quota, training.regions)


@dataclass(frozen=True)
class Exchange:
    """One change of the list by a letter. `is_last` says that nothing changed either seat since."""

    id: int
    kind: SeatChangeKind
    joined_id: int
    joined: str
    left_id: int | None
    left: str | None
    letter_number: str
    letter_date: date
    reason: str
    recorded_by: str
    recorded_at: datetime
    is_here: bool  # who joined is still on the list
    is_last: bool = False

    @property
    def can_be_taken_back(self) -> bool:
        return self.is_last and self.is_here and self.kind is SeatChangeKind.SUBSTITUTE


_Joined, _Left = aliased(Enrolment), aliased(Enrolment)
_Newcomer, _Former, _Recorder = aliased(Person), aliased(Person), aliased(Person)
_EXCHANGES = (
    sa.select(
        SeatChange.id,
        SeatChange.kind,
        SeatChange.joined_id,
        _Newcomer.name,
        SeatChange.left_id,
        _Former.name,
        SeatChange.letter_number,
        SeatChange.letter_date,
        SeatChange.reason,
        _Recorder.name,
        SeatChange.recorded_at,
        _Joined.withdrawn_at.is_(None),
    )
    .join(_Joined, _Joined.id == SeatChange.joined_id)
    .join(_Newcomer, _Newcomer.id == _Joined.person_id)
    .outerjoin(_Left, _Left.id == SeatChange.left_id)
    .outerjoin(_Former, _Former.id == _Left.person_id)
    .join(_Recorder, _Recorder.id == SeatChange.recorded_by_id)
    .where(SeatChange.training_id == sa.bindparam("training_id"))
    .order_by(SeatChange.id)
)


def exchanges(training_id: int) -> list[Exchange]:
    """Every change of the list by a letter, the newest first."""
    rows: Sequence[Any] = db.session.execute(_EXCHANGES, {"training_id": training_id}).all()
    found = [Exchange(*row) for row in rows]
    last = _last_by_seat((each.id, each.joined_id, each.left_id) for each in found)
    return [
        replace(
            each,
            is_last=all(last[seat] == each.id for seat in (each.joined_id, each.left_id) if seat),
        )
        for each in reversed(found)
    ]


def _last_by_seat(changes: Iterable[tuple[int, int, int | None]]) -> dict[int, int]:
    """From (change, who joined, who left), the oldest first."""
    return {seat: change_id for change_id, *seats in changes for seat in seats if seat is not None}


def replaced(training_id: int) -> dict[int, str]:
    """The name of who is here instead, by the enrolment of who left by the newest change."""
    found: dict[int, str] = {}
    for each in reversed(exchanges(training_id)):
        found.pop(each.joined_id, None)
        if each.left_id is not None and each.is_here:
            found[each.left_id] = each.joined
    return found
