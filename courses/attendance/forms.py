"""What is typed about attendance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from courses.attendance.models import Status
from courses.attendance.registers import Register, region_name
from courses.attendance.rules import MeetingPlan, can_be_late_at
from courses.attendance.services import Hand
from courses.attendance.totals import Standing
from courses.attendance.words import FACES, lateness_limits
from lms.clock import WITA
from lms.i18n import typed_clock
from lms.web import BaseForm

CHOICES = [
    SelectChoice(standing.value, FACES[standing].word)
    for standing in Standing
    if standing is not Standing.UNMARKED
]


LONGEST_CODE = 12
EARLIEST_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)
LATEST_CLOCK = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SentCode:
    """A code from a phone's memory; `meeting` is empty if it was typed, `at` the phone's time."""

    meeting: str
    code: str
    at: datetime

    @staticmethod
    def from_json(data: Any) -> SentCode | None:
        """What a phone says, or None if it is not what ours would say."""
        if not isinstance(data, dict):
            return None
        meeting, code, seconds = (data.get(name) for name in ("meeting", "code", "at"))
        if not isinstance(meeting, str) or not isinstance(code, str) or len(code) > LONGEST_CODE:
            return None
        if isinstance(seconds, bool) or not isinstance(seconds, int):
            return None
        if not EARLIEST_CLOCK.timestamp() <= seconds <= LATEST_CLOCK.timestamp():
            return None
        return SentCode(meeting, code, datetime.fromtimestamp(seconds, UTC))


class RegionForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False  # it only looks

    wilayah = SelectField(_l("Kabupaten/Kota"))

    def __init__(self, register: Register) -> None:
        super().__init__(wilayah=register.region)
        codes = [line.region_code for line in register.regions]
        self.wilayah.choices = [
            SelectChoice("", _("Semua")),
            *(SelectChoice(code, region_name(code)) for code in codes),
        ]


class CodeForm(BaseForm):
    code = StringField(_l("Kode di layar"), [InputRequired(_l("Ketik kode yang tampil di layar."))])


class MarkForm(BaseForm):
    status = RadioField(
        _l("Kehadiran"), [InputRequired(_l("Pilih kehadirannya."))], choices=CHOICES
    )
    arrived = StringField(_l("Jam datang"), [Optional()])
    reason = TextAreaField(_l("Alasan"), [Length(max=500)])
    expected = IntegerField(widget=HiddenInput(), default=0)

    def hand(self, meeting: MeetingPlan) -> Hand | None:
        """What was said, once it is complete; else the fields carry their errors."""
        if not self.validate_on_submit():
            return None
        expected, reason = self.expected.data or 0, (self.reason.data or "").strip()
        if expected and not reason:
            self.reason.errors = [_("Tulis alasan perubahan ini.")]
            return None
        standing = Standing(self.status.data)
        arrived_at = meeting.starts_at if standing is Standing.PRESENT else None
        if standing is Standing.LATE:
            arrived_at = self._arrival(meeting)
            if arrived_at is None:
                return None
        status = Status.PRESENT if arrived_at else Status(standing.value)
        return Hand(status, arrived_at, reason, expected)

    def _arrival(self, meeting: MeetingPlan) -> datetime | None:
        clock = typed_clock(self.arrived.data or "")
        if clock is None:
            self.arrived.errors = [_("Tulis jam datang, contoh 09.41.")]
            return None
        arrived_at = datetime.combine(meeting.day, clock, WITA)
        if not can_be_late_at(meeting, arrived_at):
            self.arrived.errors = [lateness_limits(meeting)]
            return None
        return arrived_at


class VerdictForm(BaseForm):
    verdict = RadioField(
        _l("Keputusan"),
        [InputRequired(_l("Pilih keputusannya."))],
        choices=[
            SelectChoice("terima", _l("Terima: hadir sejak kode tampil")),
            SelectChoice("tolak", _l("Tolak")),
        ],
    )
    reason = TextAreaField(_l("Alasan"), [Length(max=500)])

    def is_complete(self) -> bool:
        if not self.validate_on_submit():
            return False
        if self.verdict.data == "tolak" and not (self.reason.data or "").strip():
            self.reason.errors = [_("Tulis alasan penolakan; peserta membacanya.")]
            return False
        return True
