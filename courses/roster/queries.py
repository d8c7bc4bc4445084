"""Reads of the list of trainees."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

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
