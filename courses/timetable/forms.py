"""What an organiser types about lines and meetings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from courses.timetable.plan import Block, Line, Plan
from courses.timetable.rules import span_errors
from courses.timetable.words import KINDS
from lms.i18n import format_day, say, typed_clock
from lms.people.identity import clean_text
from lms.web import BaseForm

NO_MINUTES = _l("Tulis menit, 0 sampai 600.")
MINUTES = [InputRequired(NO_MINUTES), NumberRange(0, 600, NO_MINUTES)]


def _line(text: str | None) -> str:
    return clean_text(text or "")


def days_to_choose(days: Collection[date]) -> list[SelectChoice]:
    return [
        SelectChoice(
            day.isoformat(), f"{_('Hari ke-%(number)d', number=number)}, {format_day(day)}"
        )
        for number, day in enumerate(days, 1)
    ]


class SpanForm(BaseForm):
    """A day and two times, and the version of the timetable that was on screen."""

    day = SelectField(_l("Hari"))
    starts = StringField(_l("Jam mulai (WITA)"), [DataRequired(_l("Tulis jam mulai."))])
    ends = StringField(_l("Jam selesai (WITA)"), [DataRequired(_l("Tulis jam selesai."))])
    version = IntegerField(validators=[InputRequired()])
    sure = BooleanField(_l("Saya mengerti. Simpan perubahan ini."))

    asks: int = 0  # how many people's hours a change moves, once that has to be confirmed

    def span(self, days: Collection[date]) -> tuple[date, time, time] | None:
        """Day and times; where they are refused, the fields carry the reasons."""
        is_valid = self.validate_on_submit()
        starts, ends = typed_clock(self.starts.data or ""), typed_clock(self.ends.data or "")
        for field, clock in ((self.starts, starts), (self.ends, ends)):
            if clock is None and not field.errors:
                field.errors = [_("Tulis jam, contoh 09.40.")]
        day = date.fromisoformat(self.day.data) if not self.day.errors else None
        for name, words in span_errors(day, starts, ends, days).items():
            self[name].errors = [say(words)]
        if not is_valid or self.errors or day is None or starts is None or ends is None:
            return None
        return day, starts, ends

    def confirms(self, people: int) -> bool:
        """Whether the change may go on though it moves the hours of so many people."""
        if people and not self.sure.data:
            self.asks = people
            self.sure.errors = [
                ngettext(
                    "Jam hadir %(num)d orang berubah. Beri tanda bila memang demikian.",
                    "Jam hadir %(num)d orang berubah. Beri tanda bila memang demikian.",
                    people,
                )
            ]
            return False
        return True


class LineForm(SpanForm):
    title = StringField(
        _l("Nama acara"), [DataRequired(_l("Tulis nama acara.")), Length(max=200)], filters=[_line]
    )
    kind = SelectField(
        _l("Jenis"), choices=[SelectChoice(kind.value, word) for kind, word in KINDS.items()]
    )
    meeting = SelectField(_l("Termasuk pertemuan"))
    module = SelectField(_l("Modul"))
    lesson_hours = IntegerField(
        _l("Jam pelajaran (JP)"),
        [Optional(), NumberRange(1, 24, _l("Tulis JP, 1 sampai 24."))],
    )
    quiz = SelectField(_l("Tes yang dikerjakan"))
    speaker = StringField(_l("Narasumber"), [Length(max=200)], filters=[_line])
    room = StringField(_l("Ruang"), [Length(max=120)], filters=[_line])

    def offer(self, plan: Plan, modules: Mapping[str, str], quizzes: Mapping[str, str]) -> LineForm:
        """Say what can be chosen. A test that a line has stays, whoever knows it."""
        none = SelectChoice("", "-")
        tests = dict(quizzes) | {
            line.quiz: line.quiz for line in plan.lines if line.quiz and line.quiz not in quizzes
        }
        self.day.choices = days_to_choose(plan.days)
        self.meeting.choices = [
            SelectChoice("", _("Di luar pertemuan")),
            *(SelectChoice(block.key, block.title) for block in plan.blocks),
        ]
        self.module.choices = [
            none, *(SelectChoice(code, f"{code} {title}") for code, title in modules.items())
        ]  # fmt: skip
        self.quiz.choices = [none, *(SelectChoice(key, title) for key, title in tests.items())]
        return self

    def line(self, line_id: int, plan: Plan) -> Line | None:
        """What was typed. Module and JP count for lessons only, the test for tests only."""
        span = self.span(plan.days)
        is_lesson, is_test = self.kind.data == "lesson", self.kind.data == "test"
        needed = [
            (is_lesson, self.module, _("Pilih modul dari materi ini.")),
            (is_lesson, self.lesson_hours, _("Tulis berapa JP materi ini.")),
            (is_lesson, self.meeting, _("Pilih pertemuan: tanpa itu jamnya tidak dihitung.")),
            (is_test, self.quiz, _("Pilih tes yang dikerjakan.")),
        ]
        for is_needed, field, message in needed:
            if is_needed and not field.data and not field.errors:
                field.errors = [message]
        if span is None or self.errors:
            return None
        return Line(
            line_id,
            *span,
            title=self.title.data,
            kind=self.kind.data,
            meeting=self.meeting.data,
            module=self.module.data if is_lesson else "",
            lesson_hours=self.lesson_hours.data if is_lesson else 0,
            quiz=self.quiz.data if is_test else "",
            speaker=self.speaker.data,
            room=self.room.data,
        )


class MeetingForm(SpanForm):
    title = StringField(
        _l("Nama pertemuan"),
        [DataRequired(_l("Tulis nama pertemuan.")), Length(max=120)],
        filters=[_line],
    )
    opens_before_minutes = IntegerField(_l("Presensi dibuka sebelum mulai (menit)"), MINUTES)
    late_after_minutes = IntegerField(_l("Dicatat terlambat sesudah (menit)"), MINUTES)

    def offer(self, plan: Plan) -> MeetingForm:
        self.day.choices = days_to_choose(plan.days)
        return self

    def block(self, key: str, plan: Plan) -> Block | None:
        span = self.span(plan.days)
        if span is None:
            return None
        return Block(
            key,
            self.title.data,
            *span,
            opens_before_minutes=self.opens_before_minutes.data,
            late_after_minutes=self.late_after_minutes.data,
        )


class RemoveForm(BaseForm):
    version = IntegerField(validators=[InputRequired()])


def values_of(part: Line | Block) -> dict[str, Any]:
    """A line or a meeting as its form shows it."""
    names = (
        ("title", "kind", "meeting", "module", "quiz", "speaker", "room")
        if isinstance(part, Line)
        else ("title", "opens_before_minutes", "late_after_minutes")
    )
    shown = {name: getattr(part, name) for name in names}
    if isinstance(part, Line):
        shown["lesson_hours"] = part.lesson_hours or None
    return shown | {
        "day": part.day.isoformat(),
        "starts": f"{part.starts:%H.%M}",
        "ends": f"{part.ends:%H.%M}",
    }
