"""The list of trainees as a sheet: the columns of an import, with the NIK masked.

The changes by letter stand on a sheet of their own, so that the list can be imported again.
"""

from __future__ import annotations

from collections.abc import Sequence

from courses.roster.columns import Column
from courses.roster.queries import Exchange, Trainee, exchanges
from courses.trainings.models import Training
from lms.exports import Sheet, Value
from lms.i18n import local
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


EXCHANGE_HEADER = (
    "Waktu (WITA)",
    "Masuk",
    "Menggantikan",
    "Nomor surat",
    "Tanggal surat",
    "Alasan",
    "Dicatat oleh",
)


def roster_sheets(training: Training, trainees: Sequence[Trainee]) -> list[Sheet]:
    sheets = [roster_sheet(training.title, trainees)]
    if found := exchanges(training.id):
        sheets.append(_exchange_sheet(training.title, found))
    return sheets


def _exchange_sheet(title: str, found: Sequence[Exchange]) -> Sheet:
    rows: list[list[Value]] = [
        [
            local(each.recorded_at).replace(tzinfo=None),
            each.joined,
            each.left,
            each.letter_number,
            each.letter_date,
            each.reason,
            each.recorded_by,
        ]
        for each in found
    ]
    return Sheet("Pergantian", EXCHANGE_HEADER, rows, title=[title])


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
