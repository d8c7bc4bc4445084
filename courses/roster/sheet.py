"""The list of trainees as a sheet: the columns of an import, with the NIK masked."""

from __future__ import annotations

from collections.abc import Sequence

from courses.roster.columns import Column
from courses.roster.queries import Trainee
from lms.exports import Sheet, Value
from lms.people.identity import mask_number

HEADER = (
    Column.NUMBER,
    Column.NAME,
    Column.NIP,
    Column.NIK,
    Column.GENDER,
    Column.BIRTH_PLACE,
    Column.BIRTH_DATE,
    Column.EMPLOYMENT,
    Column.RANK,
    Column.GRADE,
    Column.POSITION,
    Column.ELEMENT,
    Column.INSTITUTION,
    Column.REGION_CODE,
    Column.PHONE,
    Column.EMAIL,
)


def roster_sheet(title: str, trainees: Sequence[Trainee]) -> Sheet:
    """A file that can be corrected and imported again: a masked NIK there says nothing."""
    rows: list[list[Value]] = [
        [
            number,
            person.name,
            person.nip,
            mask_number(person.nik or ""),
            person.gender,
            person.birth_place,
            person.birth_date,
            person.employment,
            person.rank,
            person.grade,
            seat.position,
            seat.element,
            seat.institution,
            seat.region_code,
            person.phone,
            person.email,
        ]
        for number, (seat, person) in enumerate(trainees, start=1)
    ]
    return Sheet("Peserta", [column.value for column in HEADER], rows, title=[title])
