"""What goes into the pack: each paper made by the feature that owns it, from the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from certificates.decisions import minutes
from certificates.register import queries as register
from certificates.register import reports as certificates
from certificates.register.queries import Entry
from certificates.register.reports import safe_name
from courses.attendance import paper_queries, printing, scans, sheet
from courses.attendance import queries as attendance
from courses.attendance import reports as attendance_reports
from courses.attendance.registers import register_of
from courses.evaluation import queries as evaluation
from courses.evaluation import reports as evaluation_reports
from courses.fieldwork.forms import PROGRAM_LABELS
from courses.roster import queries as roster
from courses.roster.sheet import roster_sheets
from courses.trainings.models import Training
from courses.trainings.queries import schedule_of
from courses.workreports import printing as report_printing
from courses.workreports import queries as workreports
from courses.workreports import reports as report_sheets
from lms import handed
from lms.db import let_go
from lms.exports import Sheet, Value, xlsx_bytes
from lms.files import Store, store
from lms.i18n import format_clock, format_date, format_moment, in_indonesian, local_date
from quizzes.analysis.printing import results_html, results_pdf
from quizzes.analysis.reports import results_xlsx
from quizzes.rubrics.work import queue, work_of
from quizzes.supervision.marks import marks_xlsx

Maker = Callable[[Training, datetime], bytes]


@in_indonesian()
def files_of(training: Training, at: datetime) -> dict[str, bytes]:
    """All files by their names in the archive. Takes a minute, so never inside `transaction()`."""
    found: dict[str, bytes] = {}
    for name, make in _MAKERS.items():
        found[name] = make(training, at)
        let_go()  # nothing is held open while the next one is printed
    found |= dict(_reports(training, at))
    return found | dict(_scans(training)) | dict(_certificates(training, store()))


def _roster(training: Training, _at: datetime) -> bytes:
    return xlsx_bytes(*roster_sheets(training, roster.trainees(training.id)))


def _timetable(training: Training, at: datetime) -> bytes:
    rows: list[tuple[Value, ...]] = [
        (
            format_date(item.day),
            f"{format_clock(item.starts_at)}–{format_clock(item.ends_at)}",
            item.title,
            item.module_code or "",
            item.lesson_hours or None,
            item.speaker,
            item.room,
        )
        for item in schedule_of(training.id)
    ]
    header = ("Hari", "Pukul (WITA)", "Acara", "Modul", "JP", "Narasumber", "Ruang")
    return xlsx_bytes(Sheet("Jadwal", header, rows, _title(training, at)))


def _attendance(training: Training, at: datetime) -> bytes:
    return xlsx_bytes(*attendance_reports.attendance_sheets(training, register_of(training, at)))


def _attendance_printed(training: Training, at: datetime) -> bytes:
    return printing.print_register(training, register_of(training, at))


def _signing_sheets(training: Training, _at: datetime) -> bytes:
    meetings = attendance.meetings_of(training.id)
    papers = sheet.papers_of(training, meetings, paper_queries.seats_of(training.id))
    return sheet.print_papers(papers)


def _marks(training: Training, at: datetime) -> bytes:
    return marks_xlsx(training, at=at)


def _results(training: Training, at: datetime) -> bytes:
    return results_xlsx(training, at=at)


def _results_printed(training: Training, at: datetime) -> bytes:
    return results_pdf(results_html(training, at=at))


def _evaluation(training: Training, at: datetime) -> bytes:
    trainees = evaluation.trainee_count(training.id)
    return xlsx_bytes(*evaluation_reports.sheets_of(training, trainees, at=at))


def _plans(training: Training, at: datetime) -> bytes:
    """The newest plan that each trainee handed in, a line for each activity."""
    rows: list[tuple[Value, ...]] = []
    for entry in queue(training.id):
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
    return xlsx_bytes(
        Sheet("Rencana kerja", _PLAN_HEADER, rows, _title(training, at), has_filter=True)
    )


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


def _report_list(training: Training, at: datetime) -> bytes:
    lines = workreports.lines_of(training, local_date(at))
    return xlsx_bytes(*report_sheets.sheets_of(training, lines, at=at))


def _reports(training: Training, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Each report as it was sent last, with its photos."""
    for line in workreports.lines_of(training, local_date(at)):
        desk = workreports.desk_of(line.seat)
        if desk.history:
            html = report_printing.html_of(training, line, desk)
            let_go()
            name = f"6-rencana-kerja/laporan/{line.seat:04d} {safe_name(line.name)}.pdf"
            yield name, report_printing.pdf_of(html)


def _minutes(training: Training, at: datetime) -> bytes:
    return minutes.print_minutes(training, minutes.minutes_of(training, at))


def _register(training: Training, at: datetime) -> bytes:
    return certificates.register_workbook(training, at)


def _title(training: Training, at: datetime) -> tuple[str, ...]:
    return (training.title, f"Keadaan per {format_moment(at)}")


_MAKERS: dict[str, Maker] = {
    "1-peserta/daftar-peserta.xlsx": _roster,
    "2-jadwal/jadwal.xlsx": _timetable,
    "3-kehadiran/rekapitulasi.xlsx": _attendance,
    "3-kehadiran/rekapitulasi.pdf": _attendance_printed,
    "3-kehadiran/daftar-hadir.pdf": _signing_sheets,
    "4-tes/nilai.xlsx": _marks,
    "4-tes/hasil-dan-analisis.xlsx": _results,
    "4-tes/hasil-dan-analisis.pdf": _results_printed,
    "5-evaluasi/evaluasi.xlsx": _evaluation,
    "6-rencana-kerja/rencana-kerja.xlsx": _plans,
    "6-rencana-kerja/laporan-kerja.xlsx": _report_list,
    "7-keputusan/berita-acara.pdf": _minutes,
    "8-sertifikat/register.xlsx": _register,
}


def _scans(training: Training) -> Iterator[tuple[str, bytes]]:
    """The signed sheets as they were photographed."""
    for meeting in attendance.meetings_of(training.id):
        for scan, _by in paper_queries.scans_of(meeting.id):
            if scan.removed_at is None:
                name = f"3-kehadiran/pindaian/{meeting.key}-{scan.id}{_suffix(scan.media_type)}"
                yield name, scans.content_of(scan)


def _suffix(media_type: str) -> str:
    return {handed.PDF: ".pdf", "image/png": ".png"}.get(media_type, ".jpg")


def _certificates(training: Training, kept: Store) -> Iterator[tuple[str, bytes]]:
    for entry in register.register_of(training.id):
        if entry.file is not None:
            name = f"8-sertifikat/{_folder(entry)}/{certificates.file_name(entry)}"
            yield name, kept.get(entry.file.file_key)


def _folder(entry: Entry) -> str:
    """What no longer counts is kept as evidence, apart from what does."""
    if entry.is_cancelled:
        return "batal"
    if entry.is_revoked:
        return "dicabut"
    return "digantikan" if entry.is_replaced else "berkas"
