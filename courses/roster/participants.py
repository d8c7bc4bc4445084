"""From a record of the roster to a participant: what must be there and what looks doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from courses.roster.columns import Column
from courses.roster.rows import Fault, Record
from courses.trainings.quota import Element
from lms.people import identity
from lms.people.regions import PROVINCE
from lms.tables import FORMULA_MARK
from lms.words import N_, Words

REQUIRED = N_("Wajib diisi")


@dataclass(frozen=True)
class Participant:
    """One person of the roster in stored form. The region of a provincial officer is "63"."""

    line: int
    number: str
    name: str
    element: Element
    region: str
    nik: str | None = None
    nip: str | None = None
    phone: str | None = None
    email: str | None = None
    gender: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    employment: str = ""
    rank: str = ""
    grade: str = ""
    position: str = ""
    institution: str = ""


def participant_of(record: Record) -> Participant | None:
    """The person of a record, or None after adding what is missing to its errors."""
    values = record.values
    for column in (Column.NAME, Column.ELEMENT):
        if column not in record.texts:
            record.refuse(column, REQUIRED)
    region = _region(record)
    if record.errors or region is None:
        return None
    birth_place, birth_date = values.get(Column.BIRTH, ("", None))
    rank, grade = values.get(Column.RANK_GRADE, ("", ""))
    return Participant(
        line=record.line,
        number=record.number,
        name=values[Column.NAME],
        element=values[Column.ELEMENT],
        region=region,
        nik=values.get(Column.NIK),
        nip=values.get(Column.NIP),
        phone=values.get(Column.PHONE),
        email=values.get(Column.EMAIL),
        gender=values.get(Column.GENDER, ""),
        birth_place=values.get(Column.BIRTH_PLACE, birth_place),
        birth_date=values.get(Column.BIRTH_DATE, birth_date),
        employment=values.get(Column.EMPLOYMENT, ""),
        rank=values.get(Column.RANK, rank),
        grade=values.get(Column.GRADE, grade),
        position=values.get(Column.POSITION, ""),
        institution=values.get(Column.INSTITUTION, ""),
    )


def _region(record: Record) -> str | None:
    """The region of the seat. A provincial officer sits for the province, wherever the office is.

    Adds to the record's errors and returns None where the region is missing or contradicts.
    """
    code, named = record.values.get(Column.REGION_CODE), record.values.get(Column.REGION)
    column = Column.REGION_CODE if Column.REGION_CODE in record.texts else Column.REGION
    element = record.values.get(Column.ELEMENT)
    if code and named and code != named:
        record.refuse(column, N_("Kode wilayah dan nama kabupaten/kota tidak sama"))
    if element is None or element is Element.PROVINCIAL_OFFICER:
        return PROVINCE
    if {Column.REGION_CODE, Column.REGION}.isdisjoint(record.texts):
        record.refuse(column, REQUIRED)
    elif (code or named) == PROVINCE:
        record.refuse(column, N_("Unsur ini memerlukan kabupaten atau kota"))
    return code or named


def doubts_of(record: Record) -> Iterator[Fault]:
    """What should be looked at again but does not stop an import."""
    values = record.values
    born_on = values.get(Column.BIRTH_DATE, values.get(Column.BIRTH, ("", None))[1])
    found: list[tuple[Column, Words | None]] = []
    if FORMULA_MARK.match(values.get(Column.NAME, "")):
        found.append((Column.NAME, N_("Nama ini mirip rumus; ia disimpan sebagai teks")))
    if Column.NIK in values:
        found.append((Column.NIK, identity.doubt_nik(values[Column.NIK], born_on)))
    if Column.NIP in values:
        found.append((Column.NIP, identity.doubt_nip(values[Column.NIP], born_on)))
    region = values.get(Column.REGION_CODE, values.get(Column.REGION, PROVINCE))
    if values.get(Column.ELEMENT) is Element.PROVINCIAL_OFFICER and region != PROVINCE:
        found.append((Column.ELEMENT, N_("Unsur provinsi dihitung untuk provinsi, bukan wilayah")))
    return (record.fault(column, reason) for column, reason in found if reason)
