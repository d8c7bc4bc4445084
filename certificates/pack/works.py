"""What the pack holds of work plans and work reports: lists, papers, photos."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from certificates.register.reports import safe_name
from courses.fieldwork import printing as plan_printing
from courses.fieldwork.forms import PROGRAM_LABELS
from courses.fieldwork.queries import lines_of as plan_lines
from courses.trainings.models import Training
from courses.workreports import photos, queries
from courses.workreports import printing as report_printing
from courses.workreports import reports as report_sheets
from courses.workreports.rules import Standing
from lms.db import let_go
from lms.exports import Sheet, Value, xlsx_bytes
from lms.files import MissingFileError
from lms.i18n import format_moment, local_date
from quizzes.rubrics.queue import everybody
from quizzes.rubrics.work import work_of

FOLDER = "6-rencana-kerja"


def plans(training: Training, at: datetime) -> bytes:
    """The newest plan that each trainee handed in, a line for each activity."""
    title = (training.title, f"Keadaan per {format_moment(at)}")
    rows: list[tuple[Value, ...]] = []
    for entry in everybody(training.id):
        work = work_of(training, entry.submission_id) if entry.submission_id else None
        score = None if entry.score is None else Decimal(entry.score) / 100
        who: tuple[Value, ...] = (entry.name, entry.institution, _PLAN_WORDS[entry.standing], score)
        if work is None:
            rows.append((*who, *[""] * (len(_PLAN_HEADER) - len(who))))
            continue
        for each in work.content.activities:
            program = str(PROGRAM_LABELS.get(each.program, each.program))
            facts = (each.activity, program, each.target, each.indicator, each.place, each.period)
            rows.append((*who, work.content.goal, *facts, each.parties, each.support, each.risk))
    return xlsx_bytes(Sheet("Rencana kerja", _PLAN_HEADER, rows, title, has_filter=True))


_PLAN_HEADER = (
    "Nama", "Instansi", "Keadaan", "Nilai", "Tujuan", "Kegiatan", "Program", "Sasaran",
    "Indikator", "Tempat", "Waktu", "Pihak", "Dukungan", "Risiko",
)  # fmt: skip
_PLAN_WORDS = {
    "waiting": "Menunggu penilaian",
    "graded": "Menunggu rilis",
    "accepted": "Diterima",
    "returned": "Dikembalikan",
    "not_sent": "Belum dikirim",
}


def plans_printed(training: Training, _at: datetime) -> bytes | None:
    """Every plan that was handed in, on paper. None where there is none."""
    papers = plan_printing.handed_in(plan_lines(training.id))
    html = plan_printing.html_of(training, papers)
    let_go()
    return plan_printing.pdf_of(html) if html else None


def report_list(training: Training, at: datetime) -> bytes:
    return xlsx_bytes(*report_sheets.sheets_of(training, _lines(training, at), at=at))


def _lines(training: Training, at: datetime) -> list[queries.Line]:
    return queries.with_scores(training, queries.lines_of(training, local_date(at)), at)


def reports(training: Training, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Each report as it was sent last, with its photos in it; beside it those of accepted ones."""
    for line in _lines(training, at):
        desk = queries.desk_of(line.seat)
        if not desk.history:
            continue
        name = f"{line.seat:04d} {safe_name(line.name)}"
        if line.standing is Standing.ACCEPTED:
            yield from _photos(line.seat, desk, f"{FOLDER}/foto/{name}")
        html = report_printing.html_of(training, line, desk)
        let_go()
        yield f"{FOLDER}/laporan/{name}.pdf", report_printing.pdf_of(html)


def _photos(seat: int, desk: queries.Desk, folder: str) -> Iterator[tuple[str, bytes]]:
    """As they are kept: blurred where their sender blurred them."""
    sent = desk.history[0]
    rows = {photo.id: photo for photo in photos.all_of(sent.submission.report_id)}
    for number, named in enumerate(sent.photos, start=1):
        try:
            yield f"{folder}/{number}.jpg", photos.content_of(rows[named["id"]], seat)
        except (KeyError, MissingFileError):
            continue  # the report's own paper keeps the caption
