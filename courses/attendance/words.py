"""How a standing is shown: always a word, beside it a sign; never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from courses.attendance.models import Source
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import HERE, Mark, Standing
from lms.i18n import format_clock


@dataclass(frozen=True)
class Face:
    word: LazyString
    sign: str  # for the narrow cells of the grid
    badge: str


FACES = {
    Standing.PRESENT: Face(_l("Hadir"), "✓", "ok"),
    Standing.LATE: Face(_l("Terlambat"), "T", "warn"),
    Standing.EXCUSED: Face(_l("Izin"), "I", "info"),
    Standing.SICK: Face(_l("Sakit"), "S", "info"),
    Standing.ABSENT: Face(_l("Tanpa keterangan"), "–", "bad"),
    Standing.UNMARKED: Face(_l("Belum diisi"), "○", "none"),
}

SOURCES = {
    Source.CODE: _l("lewat kode di layar"),
    Source.PRINTED: _l("lewat kode cadangan di kertas"),
    Source.SENT_LATER: _l("kode terkirim belakangan, diterima panitia"),
    Source.HAND: _l("dicatat manual"),
    Source.EXCUSE: _l("izin yang disetujui"),
    Source.SETTLED: _l("diputuskan setelah bukti dicocokkan"),
}


def lateness_limits(meeting: MeetingPlan) -> str:
    """Why an arrival that was typed cannot be a late one."""
    limits = {"first": format_clock(meeting.late_after), "last": format_clock(meeting.ends_at)}
    return str(_("Jam datang yang terlambat ada di antara %(first)s dan %(last)s.", **limits))


def in_words(standing: Standing, mark: Mark | None) -> str:
    """Hadir 07.50"""
    word = str(FACES[standing].word)
    if standing in HERE and mark and mark.arrived_at:
        return f"{word} {format_clock(mark.arrived_at)}"
    return word
