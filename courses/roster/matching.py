"""Compares a roster with the people already known: who is new, who changed, who contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from courses.roster.columns import Column
from courses.roster.known import Known, is_another, numbers_of
from courses.roster.participants import Participant
from courses.roster.rows import Fault
from courses.trainings.models import Enrolment
from courses.trainings.quota import ELEMENT_NAMES, Element
from lms.i18n import format_date, say
from lms.people import identity
from lms.people.models import Person
from lms.words import N_, Words

# A fact of a participant and the same fact of the person or the seat. An empty cell says nothing,
# so it never erases what is known.
PERSON_FACTS = {
    Column.NAME: "name",
    Column.NIP: "nip",
    Column.PHONE: "phone",
    Column.EMAIL: "email",
    Column.GENDER: "gender",
    Column.BIRTH_PLACE: "birth_place",
    Column.BIRTH_DATE: "birth_date",
    Column.EMPLOYMENT: "employment",
    Column.RANK: "rank",
    Column.GRADE: "grade",
}
SEAT_FACTS = {
    Column.ELEMENT: ("element", "element"),
    Column.REGION_CODE: ("region", "region_code"),
    Column.POSITION: ("position", "position"),
    Column.INSTITUTION: ("institution", "institution"),
}


NOBODY: Mapping[int, str] = {}


class Outcome(StrEnum):
    NEW = "new"
    BACK = "back"  # had been withdrawn from the training
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    column: Column
    before: str
    after: str


@dataclass(frozen=True)
class Match:
    """A participant, the person and seat that exist already, and the facts that would change."""

    participant: Participant
    person: Person | None
    seat: Enrolment | None
    changes: tuple[Change, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Plan:
    """What an import would do. `absent` are trainees the file does not name; they stay."""

    matches: tuple[Match, ...]
    conflicts: tuple[Fault, ...]
    absent: tuple[tuple[Person, Enrolment], ...]

    def of(self, *outcomes: Outcome) -> list[Match]:
        return [match for match in self.matches if match.outcome in outcomes]

    def seats(self) -> list[tuple[Element, str]]:
        """Every seat as it would be taken afterwards."""
        named = [(match.participant.element, match.participant.region) for match in self.matches]
        others = [(seat.element, seat.region_code) for _person, seat in self.absent]
        return [*named, *((element, region) for element, region in others if element and region)]

    def counts(self) -> dict[str, int]:
        return {outcome.value: len(self.of(outcome)) for outcome in Outcome}


def plan_import(
    training_id: int, participants: Sequence[Participant], replaced: Mapping[int, str] = NOBODY
) -> Plan:
    """Find each participant by NIK, NIP or phone, else by name and seat within the training.

    `replaced` names the substitute of each enrolment that was replaced: an old file must not
    bring somebody back beside the one who came instead.
    """
    known = Known(training_id, participants)
    matches: list[Match] = []
    conflicts: list[Fault] = []
    taken: dict[int, Participant] = {}
    for participant in participants:
        owners = known.owners(participant)
        person = next(iter(owners.values()), None) or known.by_seat(participant)
        fault = _contradiction(participant, person, owners, taken=taken, staff=known.staff)
        if fault is not None:
            conflicts.append(fault)
            continue
        if person is None:
            matches.append(Match(participant, None, None, (), Outcome.NEW))
            continue
        taken[person.id] = participant
        match = _match(participant, person, known.seats.get(person.id))
        if match.seat is not None and match.outcome is Outcome.BACK and match.seat.id in replaced:
            reason = Words(REPLACED.text, {"name": replaced[match.seat.id]})
            conflicts.append(_fault(participant, Column.NAME, reason))
            continue
        matches.append(match)
    absent = tuple(pair for pair in known.trainees() if pair[0].id not in taken)
    return Plan(tuple(matches), tuple(conflicts), absent)


def _match(participant: Participant, person: Person, seat: Enrolment | None) -> Match:
    changes = tuple(_changes(participant, person, seat))
    if seat is None:
        outcome = Outcome.NEW
    elif seat.withdrawn_at is not None:
        outcome = Outcome.BACK
    else:
        outcome = Outcome.CHANGED if changes else Outcome.SAME
    return Match(participant, person, seat, changes, outcome)


def _contradiction(
    participant: Participant,
    person: Person | None,
    owners: dict[Column, Person],
    *,
    taken: dict[int, Participant],
    staff: set[int],
) -> Fault | None:
    """Why this participant cannot be that person, if so."""
    if person is None:
        return None
    column = next(iter(owners), Column.NAME)
    for other_column, owner in owners.items():
        if owner is not person:
            return _fault(participant, other_column, NUMBER_OF_ANOTHER)
    if person.id in taken:
        line = taken[person.id].line
        return _fault(participant, column, N_("Orang yang sama dengan baris %(line)s", line=line))
    if person.id in staff:
        return _fault(participant, column, IS_STAFF)
    if column is Column.PHONE and (
        is_another(participant, person) or person.name_key != identity.name_key(participant.name)
    ):
        return _fault(participant, column, NUMBER_OF_ANOTHER)
    return None


REPLACED = N_("Sudah digantikan oleh %(name)s; batalkan penggantiannya dahulu")
NUMBER_OF_ANOTHER = N_("Nomor ini sudah tercatat atas nama orang lain")
IS_STAFF = N_("Orang ini bertugas dalam pelatihan ini, jadi tidak dapat menjadi peserta")


def _fault(participant: Participant, column: Column, reason: Words) -> Fault:
    values = {
        Column.NIK: participant.nik,
        Column.NIP: participant.nip,
        Column.PHONE: participant.phone,
    }
    value = values.get(column) or participant.name
    return Fault(participant.line, participant.number, column, value, reason)


def _changes(participant: Participant, person: Person, seat: Enrolment | None) -> Iterator[Change]:
    index = numbers_of(participant)[Column.NIK]
    if participant.nik and index != person.nik_index:
        yield Change(Column.NIK, "", identity.mask_number(participant.nik))
    facts = [
        (column, getattr(participant, fact), getattr(person, fact))
        for column, fact in PERSON_FACTS.items()
    ]
    if seat is not None:
        facts += [
            (column, getattr(participant, fact), getattr(seat, seat_fact))
            for column, (fact, seat_fact) in SEAT_FACTS.items()
        ]
    for column, new, old in facts:
        if new and new != old:
            yield Change(column, _shown(old), _shown(new))


def _shown(value: object) -> str:
    if isinstance(value, Element):
        return say(ELEMENT_NAMES[value])
    if isinstance(value, date):
        return format_date(value)
    return str(value or "")
