"""The work report, its photos and the answer to it, as they come from the browser."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from courses.workreports.rules import (
    MOST_ROWS,
    Done,
    Report,
    Row,
    personal_numbers,
    problems,
)
from lms.people.identity import clean_lines, clean_text
from lms.pictures import Area
from lms.web import BaseForm

DONE_LABELS = {
    Done.YES.value: _l("Sudah dilaksanakan"),
    Done.PARTLY.value: _l("Sebagian dilaksanakan"),
    Done.NO.value: _l("Belum dilaksanakan"),
}
CAPTION_LENGTH = 300
MOST_AREAS = 20
SAVE, SEND, ADD, PHOTO = "save", "send", "add", "photo"


def _area(label: str, limit: int = 1000) -> TextAreaField:
    return TextAreaField(label, [Length(max=limit)], filters=[clean_lines])


def _short(label: str, limit: int) -> StringField:
    return StringField(label, [Length(max=limit)], filters=[lambda text: clean_text(text or "")])


class RowForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False  # the form around it carries the token

    planned = IntegerField(default=-1)
    activity = _area(_l("Nama kegiatan"))
    done = SelectField(
        _l("Pelaksanaan"),
        default="",
        choices=[
            SelectChoice("", _l("Pilih")),
            *(SelectChoice(value, label) for value, label in DONE_LABELS.items()),
        ],
    )
    place = _area(_l("Tempat"))
    day = _short(_l("Tanggal"), 20)
    reached = _short(_l("Jumlah tercapai (bila dapat dihitung)"), 20)
    result = _area(_l("Hasil"))
    problem = _area(_l("Masalah (bila ada)"))
    follow_up = _area(_l("Tindak lanjut (bila ada)"))

    def value(self) -> Row:
        told = {each.name: self[each.name].data for each in fields(Row) if each.name != "planned"}
        planned = self.planned.data
        return Row(planned if planned is not None else -1, **told)


class ReportForm(BaseForm):
    """One button for each action; a row is added or removed without losing the others."""

    summary = _area(_l("Ringkasan"), 3000)
    rows = FieldList(FormField(RowForm), max_entries=2 * MOST_ROWS)
    plan_id = IntegerField(default=0)
    revision = IntegerField(default=0)
    photo = FileField(_l("Tambah foto"))
    numbers_are_safe = BooleanField(
        _l("Saya sudah memeriksa: angka itu bukan NIK atau data pribadi penerima manfaat.")
    )
    action = StringField(filters=[lambda text: text or SAVE])

    def read_captions(self, posted: Mapping[str, str], photo_ids: Collection[int]) -> None:
        names = {str(key): f"caption-{key}" for key in photo_ids if key != self.dropped_photo}
        self.captions = {
            key: clean_text(posted.get(name, ""))[:CAPTION_LENGTH] for key, name in names.items()
        }

    def report(self) -> Report:
        """What was typed, with the row that the pressed button adds or removes."""
        rows = [entry.form.value() for entry in self.rows]
        action = self.action.data
        if action == ADD and len(rows) < MOST_ROWS:
            rows.append(Row())
        if match := re.fullmatch(r"remove-([0-9]{1,3})", action):
            gone = int(match[1])
            rows = [row for place, row in enumerate(rows) if place != gone or row.is_planned]
        return Report(self.plan_id.data or 0, self.summary.data, tuple(rows), self.captions)

    @property
    def is_sending(self) -> bool:
        return bool(self.action.data == SEND)

    @property
    def dropped_photo(self) -> int | None:
        match = re.fullmatch(r"drop-([0-9]{1,9})", self.action.data)
        return int(match[1]) if match else None

    def anchor(self, report: Report) -> str | None:
        """Where the page goes on after a button about a part of it."""
        if self.action.data == PHOTO or self.dropped_photo is not None:
            return "foto"
        is_about_rows = self.action.data not in (SAVE, SEND)
        return f"kegiatan-{len(report.rows)}" if is_about_rows else None

    def suspects(self) -> list[str]:
        """Numbers that look personal and were not yet looked at."""
        return [] if self.numbers_are_safe.data else personal_numbers(self.report())

    def may_be_sent(self, today: date) -> bool:
        """Say whether the report is complete, or write at each field what is missing."""
        found = problems(self.report(), today)
        for problem in found:
            form = self if problem.row is None else self.rows[problem.row].form
            form[problem.field].errors = [_(problem.words.text, **problem.words.values)]
        return not found and not self.suspects()

    def faults(self) -> list[tuple[str, str]]:
        """The id of each field with an error and its message, as they stand on the page."""
        found: list[Field] = [self.summary]
        for entry in self.rows:
            found.extend(entry.form)
        found.append(self.photo)
        return [(each.id, str(each.errors[0])) for each in found if each.errors]


class AnswerForm(BaseForm):
    submission = IntegerField(validators=[InputRequired()])
    verdict = RadioField(
        _l("Keputusan"),
        [InputRequired(_l("Pilih keputusannya."))],
        choices=[
            SelectChoice("terima", _l("Terima laporan ini")),
            SelectChoice("kembalikan", _l("Kembalikan untuk diperbaiki")),
        ],
    )
    comment = TextAreaField(_l("Komentar untuk peserta"), [Length(max=3000)], filters=[clean_lines])

    @property
    def is_accepting(self) -> bool:
        return bool(self.verdict.data == "terima")

    def fits(self) -> bool:
        is_valid = bool(self.validate_on_submit())
        if is_valid and not self.is_accepting and not self.comment.data:
            self.comment.errors = [_("Tulis komentar: apa yang harus diperbaiki peserta.")]
            return False
        return is_valid


def _percent(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(0, 100)])


class BlurForm(BaseForm):
    """Rectangles in percent: drawn ones as `area` fields, one more as four numbers."""

    version = StringField(validators=[InputRequired()])
    left = _percent(_l("Dari kiri (persen)"))
    top = _percent(_l("Dari atas (persen)"))
    width = _percent(_l("Lebar (persen)"))
    height = _percent(_l("Tinggi (persen)"))

    def areas(self, drawn: Collection[str]) -> list[Area]:
        numbers = [self.left.data, self.top.data, self.width.data, self.height.data]
        found = [] if None in numbers else [Area(*numbers)]
        for text in list(drawn)[:MOST_AREAS]:
            if re.fullmatch(r"[0-9]{1,3}( [0-9]{1,3}){3}", text):
                found.append(Area(*map(int, text.split())))
        return [each for each in found if _is_inside(each)]


def _is_inside(area: Area) -> bool:
    return area.left < 100 and area.top < 100 and area.width > 0 and area.height > 0
