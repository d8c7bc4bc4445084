"""What is tapped and typed at the door: one person, all the rest, and whom the list shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from courses.attendance.forms import EARLIEST_CLOCK, LATEST_CLOCK
from courses.attendance.models import Status
from courses.attendance.queries import Trainee
from courses.attendance.registers import region_name
from courses.attendance.rules import MeetingPlan, can_be_late_at, whole_minute
from courses.attendance.services import Hand
from courses.attendance.taking import UNMARKED_ONLY, Look
from courses.attendance.totals import Standing
from courses.attendance.words import FACES, lateness_limits
from lms.clock import WITA
from lms.errors import DomainError
from lms.i18n import local, typed_clock
from lms.web import BaseForm

LONGEST_NAME = 80
MOST_MINUTES = 3  # digits


class UnclearTapError(DomainError):
    """What was tapped cannot be a mark of this meeting."""

    status = 422


class LookForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False  # it only looks

    tampil = SelectField(_l("Tampilkan"))
    wilayah = SelectField(_l("Kabupaten/Kota"))
    cari = StringField(_l("Cari nama"))

    def __init__(self, trainees: Sequence[Trainee]) -> None:
        super().__init__(formdata=request.args)
        self.tampil.choices = [
            SelectChoice("", _("Semua")),
            SelectChoice(UNMARKED_ONLY, _("Belum diisi")),
        ]
        codes = sorted({each.region_code for each in trainees if each.region_code})
        self.wilayah.choices = [
            SelectChoice("", _("Semua")),
            *(SelectChoice(code, region_name(code)) for code in codes),
        ]

    @property
    def look(self) -> Look:
        search = (self.cari.data or "").strip()[:LONGEST_NAME]
        return Look(self.tampil.data or "", self.wilayah.data or "", search)

    @property
    def address(self) -> dict[str, Any]:
        """What the address of the page carries, so that one comes back to the same list."""
        look = self.look
        values = {"tampil": look.show, "wilayah": look.region, "cari": look.search}
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Tap:
    """One press of a button beside a name. A phone that had no signal tells when it was."""

    standing: Standing
    arrived: str
    phone_at: datetime | None

    @staticmethod
    def from_request() -> Tap:
        try:
            standing = Standing(request.form.get("status", ""))
        except ValueError as error:
            raise UnclearTapError(_("Pilih kehadirannya.")) from error
        if standing is Standing.UNMARKED:
            raise UnclearTapError(_("Pilih kehadirannya."))
        arrived = request.form.get("arrived", "").strip()
        return Tap(standing, arrived, _moment(request.form.get("at", "")))

    def hand(self, meeting: MeetingPlan, now: datetime) -> Hand:
        """A tap is for somebody who is not marked yet; what stands is changed with a reason."""
        status, arrived_at = Status.PRESENT, None
        if self.standing is Standing.LATE:
            arrived_at = self._arrival(meeting, now)
        elif self.standing is Standing.PRESENT:
            arrived_at = meeting.starts_at
        else:
            status = Status(self.standing.value)
        is_again = self.phone_at is not None
        return Hand(status, arrived_at, self._reason(), expected=0, is_sent_again=is_again)

    def _reason(self) -> str:
        """Kept with the mark, so in the language of the register whoever taps."""
        if self.phone_at is None:
            return ""
        told = local(self.phone_at)
        return f"Ditandai tanpa sinyal {told:%d/%m/%Y} pukul {told:%H.%M} WITA menurut jam ponsel"

    def _arrival(self, meeting: MeetingPlan, now: datetime) -> datetime:
        """Minutes since the beginning, or a clock; empty is the moment of the tap."""
        arrived_at = whole_minute(self.phone_at or now)
        if self.arrived.isdecimal() and len(self.arrived) <= MOST_MINUTES:
            arrived_at = meeting.starts_at + timedelta(minutes=int(self.arrived))
        elif self.arrived:
            clock = typed_clock(self.arrived)
            if clock is None:
                raise UnclearTapError(
                    _("Tulis menit keterlambatan, contoh 25, atau jam datang, contoh 09.41.")
                )
            arrived_at = datetime.combine(meeting.day, clock, WITA)
        if not can_be_late_at(meeting, arrived_at):
            raise UnclearTapError(lateness_limits(meeting))
        return arrived_at


class RestForm(BaseForm):
    status = RadioField(_l("Tandai sebagai"), [InputRequired(_l("Pilih kehadirannya."))])
    reason = TextAreaField(_l("Alasan"), [Length(max=500)])

    def __init__(self, *, is_open: bool, is_over: bool, **values: Any) -> None:
        super().__init__(**values)
        standings = [Standing.EXCUSED, Standing.SICK]
        if is_open or is_over:
            standings.insert(0, Standing.PRESENT)
        if is_over:
            standings.append(Standing.ABSENT)
        self.status.choices = [SelectChoice(each.value, FACES[each].word) for each in standings]

    def hand(self, meeting: MeetingPlan, otherwise: str) -> Hand | None:
        if not self.validate_on_submit():
            return None
        status = Status(self.status.data)
        arrived_at = meeting.starts_at if status is Status.PRESENT else None
        return Hand(status, arrived_at, (self.reason.data or "").strip() or otherwise, expected=0)


def _moment(seconds: str) -> datetime | None:
    if not seconds.isdecimal() or len(seconds) > len("4102444800"):
        return None
    told = datetime.fromtimestamp(int(seconds), UTC)
    return told if EARLIEST_CLOCK <= told <= LATEST_CLOCK else None
