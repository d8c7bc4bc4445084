"""The attendance register as sheets: who was there, for how long, and how each mark came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from courses.attendance import history
from courses.attendance.recap import Group
from courses.attendance.registers import Line, Register, region_name, region_of
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import Standing, standing_of
from courses.attendance.words import FACES, SOURCES, in_words
from courses.trainings.models import Training
from lms.exports import Sheet, Value
from lms.i18n import format_date, format_moment, in_indonesian, local


@in_indonesian()
def attendance_sheets(training: Training, register: Register) -> tuple[Sheet, ...]:
    hour = training.minutes_per_lesson_hour
    title = _title(training, register)
    return (
        _people_sheet(register, hour, title),
        _regions_sheet(register, hour, title),
        _topics_sheet(register, hour, title),
        history_sheet(training, register),
    )


def _title(training: Training, register: Register) -> tuple[str, ...]:
    days = f"{format_date(training.first_day)} – {format_date(training.last_day)}"
    shown = (region_name(register.region),) if register.region else ()
    return (training.title, days, *shown, f"Keadaan per {format_moment(register.at)}")


def _people_sheet(register: Register, hour: int, title: Sequence[str]) -> Sheet:
    header = (
        "No.",
        "Nama",
        "Instansi",
        "Kabupaten/Kota",
        *(meeting.title for meeting in register.meetings),
        *(f"JP {format_date(day)}" for day in register.days),
        "JP mandiri",
        "JP hadir",
        "JP seluruhnya",
        "Persen sejauh ini",
        "Persen seluruhnya",
        "Menit hadir",
        "Hari hadir",
    )
    rows = [_row(number, line, hour) for number, line in enumerate(register.lines, start=1)]
    return Sheet("Rekap", header, rows, title, has_filter=True)


def _row(number: int, line: Line, hour: int) -> tuple[Value, ...]:
    totals = line.totals
    return (
        *_who(number, line),
        *(in_words(result.standing, result.mark) for result in totals.results),
        *(Decimal(day.minutes) / hour for day in totals.by_day),
        Decimal(totals.self_study_minutes) / hour,
        Decimal(totals.attended_minutes) / hour,
        Decimal(totals.total_minutes) / hour,
        _percent(totals.percent_so_far),
        _percent(totals.percent),
        totals.attended_minutes,
        totals.days_present,
    )


def _who(number: int, line: Line) -> tuple[Value, ...]:
    return number, line.trainee.name, line.trainee.institution, region_name(line.region_code)


def _regions_sheet(register: Register, hour: int, title: Sequence[str]) -> Sheet:
    header = (
        "Kabupaten/Kota",
        "Peserta",
        *(str(face.word) for face in FACES.values()),
        "JP hadir",
        "JP seluruhnya",
        "Persen",
    )
    rows = [(region_name(line.region_code), *_sums(line.group, hour)) for line in register.shown]
    rows.append(("Jumlah", *_sums(register.together, hour)))
    note = "Hanya pertemuan yang sudah selesai; satu peserta dihitung sekali pada tiap pertemuan."
    return Sheet("Per kabupaten/kota", header, rows, (*title, note))


def _sums(group: Group, hour: int) -> tuple[Value, ...]:
    return (
        group.people,
        *(group.counts[standing] for standing in Standing),
        Decimal(group.minutes) / hour,
        Decimal(group.total) / hour,
        _percent(group.percent),
    )


def _percent(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100


def _topics_sheet(register: Register, hour: int, title: Sequence[str]) -> Sheet:
    """JP of each person in each topic; the columns together are the JP of the other sheet."""
    topics = register.topics
    header = (
        "No.",
        "Nama",
        "Instansi",
        "Kabupaten/Kota",
        *(f"{topic.code} {topic.title}".strip() or "Tanpa modul" for topic in topics),
        "JP hadir",
    )
    rows = []
    for number, line in enumerate(register.lines, start=1):
        minutes = Counter({result.topic: result.minutes for result in line.totals.topics})
        each = (Decimal(minutes[topic]) / hour for topic in topics)
        rows.append((*_who(number, line), *each, Decimal(line.totals.attended_minutes) / hour))
    return Sheet("Per topik", header, rows, title, has_filter=True)


@in_indonesian()
def history_sheet(training: Training, register: Register) -> Sheet:
    header = (
        "Pertemuan",
        "Nama",
        "Urutan",
        "Kehadiran",
        "Cara",
        "Alasan",
        "Dicatat oleh",
        "Waktu (WITA)",
    )
    meetings: Mapping[int, MeetingPlan] = {meeting.id: meeting for meeting in register.meetings}
    rows: list[tuple[Value, ...]] = [
        (
            entry.meeting,
            entry.name,
            entry.sequence,
            in_words(standing_of(meetings[entry.meeting_id], entry.mark), entry.mark),
            str(SOURCES[entry.source]).capitalize(),
            entry.reason,
            entry.recorded_by,
            local(entry.recorded_at).replace(tzinfo=None),
        )
        for entry in history.of_training(training.id)
        if register.region in ("", region_of(entry.region_code))
    ]
    return Sheet("Riwayat", header, rows, has_filter=True)
