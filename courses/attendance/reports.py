"""The attendance register as sheets: who was there, and how each mark came about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from courses.attendance import history, queries
from courses.attendance.models import Source
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import AttendanceTotals, standing_of
from courses.attendance.words import in_words
from courses.trainings.models import Training
from lms.exports import Sheet, Value
from lms.i18n import format_date, format_moment, in_indonesian, local
from lms.people.regions import find_region


@in_indonesian()
def attendance_sheets(training: Training, at: datetime) -> tuple[Sheet, Sheet]:
    meetings = queries.meetings_of(training.id)
    trainees = queries.trainees_of(training.id)
    totals = queries.totals_of_trainees(training, meetings, trainees, at)
    title = (
        training.title,
        f"{format_date(training.first_day)} – {format_date(training.last_day)}",
        f"Keadaan per {format_moment(at)}",
    )
    header = (
        "No.",
        "Nama",
        "Instansi",
        "Kabupaten/Kota",
        *(meeting.title for meeting in meetings),
        "JP hadir",
        "JP seluruhnya",
        "Persen",
        "Hari hadir",
    )
    hour = training.minutes_per_lesson_hour
    rows = [
        _row(number, trainee, totals[trainee.enrolment_id], hour)
        for number, trainee in enumerate(trainees, start=1)
    ]
    return (
        Sheet("Rekap kehadiran", header, rows, title),
        _history_sheet(training, {meeting.id: meeting for meeting in meetings}),
    )


def _row(
    number: int, trainee: queries.Trainee, totals: AttendanceTotals, hour: int
) -> tuple[Value, ...]:
    region = find_region(trainee.region_code) if trainee.region_code else None
    return (
        number,
        trainee.name,
        trainee.institution,
        region.name if region else "",
        *(in_words(result.standing, result.mark) for result in totals.results),
        Decimal(totals.attended_minutes) / hour,
        Decimal(totals.total_minutes) / hour,
        Decimal(totals.percent) / 100,
        totals.days_present,
    )


def _history_sheet(training: Training, meetings: Mapping[int, MeetingPlan]) -> Sheet:
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
    rows: list[tuple[Value, ...]] = [
        (
            entry.meeting,
            entry.name,
            entry.sequence,
            in_words(standing_of(meetings[entry.meeting_id], entry.mark), entry.mark),
            "Kode di layar" if entry.source is Source.CODE else "Manual",
            entry.reason,
            entry.recorded_by,
            local(entry.recorded_at).replace(tzinfo=None),
        )
        for entry in history.of_training(training.id)
    ]
    return Sheet("Riwayat", header, rows)
