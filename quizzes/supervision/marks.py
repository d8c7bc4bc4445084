"""The marks of all quizzes as one sheet: numbers as numbers, and empty where there is none.

What waits for a mark says so."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from courses.trainings.models import Training
from lms.exports import Sheet, Value, xlsx_bytes
from lms.i18n import format_moment, in_indonesian
from lms.people.regions import BY_CODE
from quizzes.attempts.queries import Marks, marks_of_all
from quizzes.supervision import queries


@in_indonesian()
def marks_xlsx(training: Training, *, at: datetime) -> bytes:
    quizzes = queries.quizzes(training.id)
    found = marks_of_all(training.id)
    rows: list[list[Value]] = []
    for place, seat in enumerate(queries.seats(training.id), start=1):
        own = found.get(seat.id, Marks())
        marks = [_mark(own, quiz.key) for quiz in quizzes]
        rows.append([place, seat.name, _region(seat.region_code), seat.institution, *marks])
    header = ["No.", "Nama", "Kabupaten/Kota", "Instansi"]
    return xlsx_bytes(
        Sheet(
            name="Nilai",
            title=[training.title, f"Nilai terbaik per {format_moment(at)}"],
            header=[*header, *(quiz.title for quiz in quizzes)],
            rows=rows,
        )
    )


def _mark(marks: Marks, key: str) -> Value:
    if key in marks.best:
        return Decimal(marks.best[key]) / 100
    return "menunggu penilaian" if key in marks.waiting else None


def _region(code: str | None) -> str:
    region = BY_CODE.get(code or "")
    return region.name if region else ""
