"""The marks of all quizzes as one sheet: numbers as numbers, and empty where there is none."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from courses.trainings.models import Training
from lms.exports import Sheet, Value, xlsx_bytes
from lms.i18n import format_moment, in_indonesian
from lms.people.regions import BY_CODE
from quizzes.attempts.queries import best_scores
from quizzes.supervision import queries


@in_indonesian()
def marks_xlsx(training: Training, *, at: datetime) -> bytes:
    quizzes = queries.quizzes(training.id)
    best = best_scores(training.id)
    rows: list[list[Value]] = []
    for place, seat in enumerate(queries.seats(training.id), start=1):
        scores = best.get(seat.id, {})
        marks = [_mark(scores.get(quiz.key)) for quiz in quizzes]
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


def _mark(score: int | None) -> Decimal | None:
    return None if score is None else Decimal(score) / 100


def _region(code: str | None) -> str:
    region = BY_CODE.get(code or "")
    return region.name if region else ""
