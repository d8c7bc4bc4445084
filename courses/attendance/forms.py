"""What is typed about attendance."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from courses.attendance.models import Status
from courses.attendance.rules import MeetingPlan
from courses.attendance.services import Hand
from courses.attendance.totals import Standing
from courses.attendance.words import FACES
from lms.i18n import WITA, format_clock, typed_clock
from lms.web import BaseForm

CHOICES = [
    SelectChoice(standing.value, FACES[standing].word)
    for standing in Standing
    if standing is not Standing.UNMARKED
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
        if not meeting.late_after < arrived_at <= meeting.ends_at:
            limits = {
                "first": format_clock(meeting.late_after),
                "last": format_clock(meeting.ends_at),
            }
            self.arrived.errors = [
                _("Jam datang yang terlambat ada di antara %(first)s dan %(last)s.", **limits)
            ]
            return None
        return arrived_at
