"""What goes into the pack: each paper made by the feature that owns it, from the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from certificates.decisions import minutes
from certificates.pack import binder, front, papers, works
from certificates.register import queries as register
from certificates.register import reports as certificates
from certificates.register import standing
from certificates.register.rules import State
from courses.attendance import paper_queries, printing, scans, sheet
from courses.attendance import queries as attendance
from courses.attendance import reports as attendance_reports
from courses.attendance.registers import register_of
from courses.evaluation import queries as evaluation
from courses.evaluation import reports as evaluation_reports
from courses.roster import queries as roster
from courses.roster.sheet import roster_sheets
from courses.trainings.models import Training
from courses.trainings.queries import schedule_of
from courses.trainings.quota import ELEMENT_NAMES
from lms import handed
from lms.db import let_go
from lms.exports import Sheet, Value, xlsx_bytes
from lms.files import Store, store
from lms.i18n import format_clock, format_date, format_moment, in_indonesian
from lms.people.regions import region_name
from quizzes.analysis.printing import results_html, results_pdf
from quizzes.analysis.reports import results_xlsx
from quizzes.supervision.marks import marks_xlsx

Maker = Callable[[Training, datetime], bytes | None]  # None: there is nothing to tell


@in_indonesian()
def files_of(training: Training, at: datetime) -> dict[str, bytes]:
    """All files by their names in the archive. Takes a minute, so never inside `transaction()`."""
    found: dict[str, bytes] = {}
    for name, make in _MAKERS.items():
        made = make(training, at)
        let_go()  # nothing is held open while the next one is printed
        if made is not None:
            found[name] = made
    organiser = training.organiser
    let_go()
    for name, (title, workbook) in _ON_PAPER.items():
        found[name] = papers.pdf_of(papers.paper_of(title, found[workbook]), organiser)
    found |= dict(works.reports(training, at))
    found |= dict(_scans(training)) | dict(certificate_files(training, store(), at))
    return found | {binder.NAME: _bound(training, found, at)}


def _bound(training: Training, found: dict[str, bytes], at: datetime) -> bytes:
    cover = front.cover_of(training, at)
    let_go()
    title = f"Laporan pertanggungjawaban {training.title}"
    return binder.bind(found, cover, front.numbers, title=title)


def _roster(training: Training, _at: datetime) -> bytes:
    return xlsx_bytes(*roster_sheets(training, roster.trainees(training.id)))


def _invited(training: Training, at: datetime) -> bytes:
    """Who was called, for the letter of invitation: no numbers and no dates of birth."""
    trainees = sorted(roster.trainees(training.id), key=lambda pair: pair[0].region_code or "")
    rows: list[tuple[Value, ...]] = [
        (
            number,
            person.name,
            str(ELEMENT_NAMES[seat.element].text) if seat.element else "",
            seat.position,
            seat.institution,
            region_name(seat.region_code),
        )
        for number, (seat, person) in enumerate(trainees, start=1)
    ]
    header = ("No.", "Nama", "Unsur", "Jabatan", "Instansi", "Kabupaten/Kota")
    return xlsx_bytes(Sheet("Daftar undangan", header, rows, _title(training, at)))


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


def _minutes(training: Training, at: datetime) -> bytes:
    return minutes.print_minutes(training, minutes.minutes_of(training, at))


def _register(training: Training, at: datetime) -> bytes:
    return certificates.register_workbook(training, at)


def _title(training: Training, at: datetime) -> tuple[str, ...]:
    return (training.title, f"Keadaan per {format_moment(at)}")


_MAKERS: dict[str, Maker] = {
    "1-peserta/daftar-peserta.xlsx": _roster,
    "1-peserta/daftar-undangan.xlsx": _invited,
    "2-jadwal/jadwal.xlsx": _timetable,
    "3-kehadiran/rekapitulasi.xlsx": _attendance,
    "3-kehadiran/rekapitulasi.pdf": _attendance_printed,
    "3-kehadiran/daftar-hadir.pdf": _signing_sheets,
    "4-tes/nilai.xlsx": _marks,
    "4-tes/hasil-dan-analisis.xlsx": _results,
    "4-tes/hasil-dan-analisis.pdf": _results_printed,
    "5-evaluasi/evaluasi.xlsx": _evaluation,
    "6-rencana-kerja/rencana-kerja.xlsx": works.plans,
    "6-rencana-kerja/rencana-kerja.pdf": works.plans_printed,
    "6-rencana-kerja/laporan-kerja.xlsx": works.report_list,
    "7-keputusan/berita-acara.pdf": _minutes,
    "8-sertifikat/register.xlsx": _register,
}
_ON_PAPER = {
    "1-peserta/daftar-undangan.pdf": ("Daftar undangan", "1-peserta/daftar-undangan.xlsx"),
    "2-jadwal/jadwal.pdf": ("Jadwal", "2-jadwal/jadwal.xlsx"),
    "4-tes/nilai.pdf": ("Nilai tes", "4-tes/nilai.xlsx"),
    "5-evaluasi/evaluasi.pdf": (
        "Evaluasi penyelenggaraan dan narasumber", "5-evaluasi/evaluasi.xlsx",
    ),
    "8-sertifikat/register.pdf": ("Register sertifikat", "8-sertifikat/register.xlsx"),
}  # fmt: skip


def _scans(training: Training) -> Iterator[tuple[str, bytes]]:
    """The signed sheets as they were photographed."""
    for meeting in attendance.meetings_of(training.id):
        for scan, _by in paper_queries.scans_of(meeting.id):
            if scan.removed_at is None:
                name = f"3-kehadiran/pindaian/{meeting.key}-{scan.id}{_suffix(scan.media_type)}"
                yield name, scans.content_of(scan)


def _suffix(media_type: str) -> str:
    return {handed.PDF: ".pdf", "image/png": ".png"}.get(media_type, ".jpg")


def certificate_files(training: Training, kept: Store, at: datetime) -> Iterator[tuple[str, bytes]]:
    """What does not count, or not now, is kept as evidence apart from what does."""
    entries = register.register_of(training.id)
    states = standing.of_all(training, entries, at)
    for entry in entries:
        if entry.file is not None:
            folder = _FOLDERS.get(states[entry.certificate.id], "berkas")
            name = f"8-sertifikat/{folder}/{certificates.file_name(entry)}"
            yield name, kept.get(entry.file.file_key)


_FOLDERS = {
    State.CANCELLED: "batal",
    State.REVOKED: "dicabut",
    State.REPLACED: "digantikan",
    State.EXPIRED: "kedaluwarsa",
    State.SUSPENDED: "ditangguhkan",
}
