"""The people a roster may speak of: those of the training, and whoever owns one of its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from courses.roster.columns import Column
from courses.roster.participants import Participant
from courses.trainings.models import Enrolment, Role
from courses.trainings.quota import Element
from lms import crypto
from lms.db import db
from lms.people import identity
from lms.people.models import Person

Numbers = dict[Column, Any]

_BY_NUMBERS = sa.select(Person).where(
    sa.or_(
        Person.nik_index.in_(sa.bindparam("nik", expanding=True)),
        Person.nip.in_(sa.bindparam("nip", expanding=True)),
        Person.phone.in_(sa.bindparam("no_hp", expanding=True)),
    )
)
_IN_TRAINING = (
    sa.select(Person, Enrolment)
    .join(Enrolment, Enrolment.person_id == Person.id)
    .where(Enrolment.training_id == sa.bindparam("training_id"))
    .order_by(Enrolment.id)
)


def numbers_of(participant: Participant) -> Numbers:
    """The numbers that tell who somebody is, the surest first; the NIK only as its index."""
    nik = crypto.blind_index(participant.nik, purpose="nik") if participant.nik else None
    return {Column.NIK: nik, Column.NIP: participant.nip, Column.PHONE: participant.phone}


def stored_numbers(person: Person) -> Numbers:
    return {Column.NIK: person.nik_index, Column.NIP: person.nip, Column.PHONE: person.phone}


def is_another(participant: Participant, person: Person) -> bool:
    """Whether a NIK or NIP says that these are two people; a phone can change hands."""
    mine, theirs = numbers_of(participant), stored_numbers(person)
    return any(
        mine[column] and theirs[column] and mine[column] != theirs[column]
        for column in (Column.NIK, Column.NIP)
    )


class Known:
    def __init__(self, training_id: int, participants: Sequence[Participant]) -> None:
        self.seats: dict[int, Enrolment] = {}
        self.staff: set[int] = set()
        self._people: dict[int, Person] = {}
        self._by_seat: dict[tuple[str, str | None, Element | None], Person] = {}
        self._by_number: dict[tuple[Column, Any], Person] = {}
        for person, enrolment in db.session.execute(_IN_TRAINING, {"training_id": training_id}):
            self._add(person)
            if enrolment.role is Role.TRAINEE:
                self.seats[person.id] = enrolment
                key = (person.name_key, enrolment.region_code, enrolment.element)
                self._by_seat[key] = person
            elif enrolment.withdrawn_at is None:
                self.staff.add(person.id)
        for person in _owners(participants):
            self._add(person)

    def _add(self, person: Person) -> None:
        self._people[person.id] = person
        self._by_number.update(
            ((column, value), person) for column, value in stored_numbers(person).items() if value
        )

    def owners(self, participant: Participant) -> dict[Column, Person]:
        """Who owns each of the participant's numbers, as far as somebody does."""
        return {
            column: self._by_number[column, value]
            for column, value in numbers_of(participant).items()
            if (column, value) in self._by_number
        }

    def by_seat(self, participant: Participant) -> Person | None:
        """Someone of the training with this name and seat, who was entered with fewer numbers."""
        key = identity.name_key(participant.name)
        person = self._by_seat.get((key, participant.region, participant.element))
        return None if person is None or is_another(participant, person) else person

    def trainees(self) -> Iterator[tuple[Person, Enrolment]]:
        """Those on the list now."""
        for person_id, seat in self.seats.items():
            if seat.withdrawn_at is None:
                yield self._people[person_id], seat


def _owners(participants: Sequence[Participant]) -> Iterator[Person]:
    every = [numbers_of(participant) for participant in participants]
    yield from db.session.scalars(
        _BY_NUMBERS,
        {
            column.value: [numbers[column] for numbers in every if numbers[column]]
            for column in (Column.NIK, Column.NIP, Column.PHONE)
        },
    )
