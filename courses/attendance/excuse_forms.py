"""What is typed about excuses: the request with its letter, and the answer to it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from courses.attendance.excuse_queries import ExcuseLine
from courses.attendance.excuses import Answer, Asked
from courses.attendance.models import Status
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import Standing, standing_of
from courses.attendance.words import FACES, in_words
from lms.i18n import format_clock, format_day
from lms.web import BaseForm


class ExcuseForm(BaseForm):
    meetings = SelectMultipleField(
        _l("Pertemuan"), [InputRequired(_l("Pilih sedikitnya satu pertemuan."))]
    )
    status = RadioField(
        _l("Jenis"),
        [InputRequired(_l("Pilih izin atau sakit."))],
        choices=[
            SelectChoice(Status.EXCUSED.value, _l("Izin")),
            SelectChoice(Status.SICK.value, _l("Sakit")),
        ],
    )
    reason = TextAreaField(_l("Alasan"), [DataRequired(_l("Tulis alasannya.")), Length(max=500)])
    letter = FileField(_l("Surat"))

    def __init__(self, meetings: Sequence[MeetingPlan]) -> None:
        super().__init__()
        self.plans = {plan.key: plan for plan in meetings}
        self.meetings.choices = [SelectChoice(plan.key, _named(plan)) for plan in meetings]

    def asked(self) -> Asked | None:
        if not self.validate_on_submit():
            return None
        ids = tuple(self.plans[key].id for key in dict.fromkeys(self.meetings.data))
        return Asked(Status(self.status.data), (self.reason.data or "").strip(), ids)


class AnswerForm(BaseForm):
    verdict = RadioField(
        _l("Keputusan"),
        [InputRequired(_l("Pilih keputusannya."))],
        choices=[
            SelectChoice("kabulkan", _l("Kabulkan")),
            SelectChoice("tolak", _l("Tolak")),
        ],
    )
    replaced = SelectMultipleField(_l("Ganti catatan yang sudah ada"))
    answer = TextAreaField(_l("Jawaban untuk peserta"), [Length(max=500)])

    def __init__(self, line: ExcuseLine, plans: Sequence[MeetingPlan]) -> None:
        super().__init__()
        wanted = FACES[Standing(line.excuse.status.value)].word
        self.replaced.choices = [
            SelectChoice(
                f"{plan.id}:{mark.sequence}",
                _(
                    "%(meeting)s: %(now)s menjadi %(wanted)s",
                    meeting=plan.title,
                    now=in_words(standing_of(plan, mark), mark),
                    wanted=wanted,
                ),
            )
            for plan in plans
            if (mark := line.marks.get(plan.id)) and mark.status != line.excuse.status
        ]

    def said(self) -> Answer | None:
        if not self.validate_on_submit():
            return None
        text, is_granted = (self.answer.data or "").strip(), self.verdict.data == "kabulkan"
        if not text and not is_granted:
            self.answer.errors = [_("Tulis alasan penolakan; peserta membacanya.")]
            return None
        if not text and self.replaced.data:
            self.answer.errors = [_("Tulis alasan mengganti catatan yang sudah ada.")]
            return None
        pairs = (value.split(":") for value in self.replaced.data or [])
        return Answer(is_granted, text, {int(meeting): int(mark) for meeting, mark in pairs})


def _named(plan: MeetingPlan) -> str:
    times = f"{format_clock(plan.starts_at)}–{format_clock(plan.ends_at)} WITA"
    return f"{plan.title}, {format_day(plan.day)}, {times}"
