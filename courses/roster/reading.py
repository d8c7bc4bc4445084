"""Reads a roster of trainees as 13 offices send it, and says what is wrong with it.

Nothing is guessed. A cell that cannot be read is a fault with its row, column, value and reason;
a row given twice is reported once as a duplicate; what is no participant is listed as ignored.
Text that looks like a formula is accepted as a name, because it can only ever be shown as text
(`lms.exports`), but it draws a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.roster.columns import Column, Header, find_header
from courses.roster.participants import Participant, doubts_of, participant_of
from courses.roster.rows import Fault, Ignored, Record, read_rows
from courses.trainings.quota import Element
from lms.people import identity
from lms.tables import Table
from lms.words import N_, InputError, Words


@dataclass(frozen=True)
class Duplicate:
    """A row that repeats an earlier one, and the column in which they agree."""

    line: int
    number: str
    name: str
    column: Column
    first_line: int
    first_number: str


@dataclass(frozen=True)
class RosterReading:
    participants: tuple[Participant, ...]
    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    duplicates: tuple[Duplicate, ...]
    ignored: tuple[Ignored, ...]
    unknown_columns: tuple[str, ...]


def read_roster(tables: Sequence[Table], *, today: date) -> RosterReading:
    """Read the one table that has a roster's header.

    Raises InputError if there is none, or if it is not clear which sheet is meant.
    """
    found = [(table, header) for table in tables if (header := find_header(table.rows))]
    if not found:
        raise InputError(NO_HEADER)
    if len(found) > 1:
        names = ", ".join(table.name for table, _header in found)
        raise InputError(
            N_("Daftar peserta ada di beberapa lembar (%(names)s). Gabungkan dahulu", names=names)
        )
    table, header = found[0]
    rows = list(read_rows(table, header, today=today))
    ignored = tuple(row for row in rows if isinstance(row, Ignored))
    records = [row for row in rows if isinstance(row, Record)]
    lacking = _missing_columns(header, records)
    if lacking:
        return RosterReading((), lacking, (), (), ignored, header.unknown)
    return _judge(records, ignored, header.unknown)


NO_HEADER = N_(
    "Baris judul kolom tidak ditemukan. Berkas perlu kolom nama_lengkap, unsur_peserta, dan "
    "kode_wilayah atau kabupaten_kota"
)


def _missing_columns(header: Header, records: Sequence[Record]) -> tuple[Fault, ...]:
    """Required columns that the file does not have, said once and not for every row."""
    missing = [] if Column.ELEMENT in header.places else [Column.ELEMENT]
    has_region = not {Column.REGION, Column.REGION_CODE}.isdisjoint(header.places)
    elements = [record.values.get(Column.ELEMENT) for record in records]
    if not has_region and any(element is not Element.PROVINCIAL_OFFICER for element in elements):
        missing.append(Column.REGION_CODE)
    reason = N_("Kolom wajib ini tidak ada dalam berkas")
    return tuple(Fault(header.line, "", column, "", reason) for column in missing)


def _judge(
    records: Sequence[Record], ignored: tuple[Ignored, ...], unknown: tuple[str, ...]
) -> RosterReading:
    people = []
    errors: list[Fault] = []
    warnings: list[Fault] = []
    for record in records:
        person = participant_of(record)
        errors += record.errors
        warnings += doubts_of(record)
        if person is not None:
            people.append(person)
    pairs = _Pairs()
    kept = tuple(person for person in people if pairs.is_new(person))
    return RosterReading(
        participants=kept,
        errors=_in_order(errors + pairs.clashes),
        warnings=_in_order(warnings + pairs.namesakes),
        duplicates=tuple(pairs.duplicates),
        ignored=ignored,
        unknown_columns=unknown,
    )


def _in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.line))


class _Pairs:
    """Finds people who are in the roster twice, and different people who share a number."""

    def __init__(self) -> None:
        self.seen: dict[tuple[Column, Any], Participant] = {}
        self.duplicates: list[Duplicate] = []
        self.clashes: list[Fault] = []
        self.namesakes: list[Fault] = []

    def is_new(self, person: Participant) -> bool:
        keys = _keys(person)
        match = next(((key, self.seen[key]) for key in keys if key in self.seen), None)
        for key in keys:
            self.seen.setdefault(key, person)
        if match is None:
            return True
        (column, value), first = match
        if _is_same_person(person, first):
            self.duplicates.append(
                Duplicate(person.line, person.number, person.name, column, first.line, first.number)
            )
            return False
        shown = person.name if column is Column.NAME else str(value)
        fault = Fault(person.line, person.number, column, shown, _shared(first))
        (self.namesakes if column is Column.NAME else self.clashes).append(fault)
        return column is Column.NAME


def _shared(first: Participant) -> Words:
    return N_("Sama dengan baris %(line)s, %(name)s", line=first.line, name=first.name)


def _keys(person: Participant) -> list[tuple[Column, Any]]:
    numbers = (
        (Column.NIK, person.nik),
        (Column.NIP, person.nip),
        (Column.PHONE, person.phone),
    )
    seat = (identity.name_key(person.name), person.region, person.element)
    return [*((column, value) for column, value in numbers if value), (Column.NAME, seat)]


def _is_same_person(one: Participant, other: Participant) -> bool:
    """The same name, and no number that says otherwise."""
    numbers = ((one.nik, other.nik), (one.nip, other.nip))
    return identity.name_key(one.name) == identity.name_key(other.name) and not any(
        mine and theirs and mine != theirs for mine, theirs in numbers
    )
