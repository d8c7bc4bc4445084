"""The people of a training with the state of their slips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from courses.trainings.models import Enrolment
from lms.db import db
from lms.people.models import Person


class SlipState(StrEnum):
    ACTIVE = "active"  # has a password and no open code
    OPEN = "open"  # has a code that can be used
    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True)
class Member:
    enrolment: Enrolment
    person: Person
    state: SlipState

    @property
    def is_printable(self) -> bool:
        """A recovery code lives too short for paper: it is read aloud or shown on screen."""
        return self.state is SlipState.OPEN and self.person.password_hash is None


_MEMBERS = (
    sa.select(Enrolment, Person)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"), Enrolment.withdrawn_at.is_(None))
    .order_by(Enrolment.region_code, Person.name_key, Enrolment.id)
)
_MEMBER = _MEMBERS.where(Enrolment.id == sa.bindparam("enrolment_id"))


def members(training_id: int, now: datetime) -> list[Member]:
    """Everyone in the training once, also who has two roles in it."""
    rows = db.session.execute(_MEMBERS, {"training_id": training_id})
    found: dict[int, Member] = {}
    for enrolment, person in rows:
        found.setdefault(person.id, Member(enrolment, person, state_of(person, now)))
    return list(found.values())


def member(training_id: int, enrolment_id: int, now: datetime) -> Member | None:
    values = {"training_id": training_id, "enrolment_id": enrolment_id}
    row = db.session.execute(_MEMBER, values).first()
    return Member(row[0], row[1], state_of(row[1], now)) if row else None


def state_of(person: Person, now: datetime) -> SlipState:
    if person.has_slip_in_force(now):
        return SlipState.OPEN
    if person.password_hash is not None:
        return SlipState.ACTIVE
    return SlipState.MISSING if person.slip_index is None else SlipState.EXPIRED
