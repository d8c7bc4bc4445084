"""What a trainee signs and writes, as it comes from the browser."""

from __future__ import annotations

import unicodedata

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from courses.fieldwork.rules import (
    MAX_ACTIVITIES,
    Activity,
    Plan,
    Program,
    missing,
    personal_numbers,
    problems,
)
from lms.people.identity import clean_lines, clean_text, name_key
from lms.web import BaseForm

PROGRAM_LABELS = {
    Program.HOUSE_REPAIR.value: _l("RS-RTLH"),
    Program.ENTERPRISE.value: _l("UEP Perorangan"),
    Program.FOOD.value: _l("Sembako/pangan"),
    Program.OTHER.value: _l("Lainnya"),
}


def _area(label: str, limit: int = 1000) -> TextAreaField:
    return TextAreaField(label, [Length(max=limit)], filters=[clean_lines])


class CommitmentForm(BaseForm):
    agree = BooleanField(
        _l("Saya sudah membaca dan menyetujui pernyataan ini."),
        [InputRequired(_l("Centang tanda setuju."))],
    )
    name = StringField(
        _l("Ketik nama lengkap Anda sebagai tanda tangan"),
        [DataRequired(_l("Ketik nama lengkap Anda.")), Length(max=200)],
        filters=[lambda text: clean_text(text or "")],
    )
    text = HiddenField()

    def is_signed_by(self, known_name: str) -> bool:
        """Titles and capitals may differ from the roster's, the name may not.

        Sorting passes over pictures; under a statement that is kept for good they do not belong.
        """
        has_pictures = any(unicodedata.category(mark) == "So" for mark in self.name.data)
        if name_key(self.name.data) == name_key(known_name) and not has_pictures:
            return True
        message = _("Ketik nama Anda seperti di daftar peserta: %(name)s.", name=known_name)
        self.name.errors = [message]
        return False


class ActivityForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False  # the form around it carries the token

    activity = _area(_l("Nama kegiatan"))
    program = SelectField(
        _l("Program"),
        default="",
        choices=[
            SelectChoice("", _l("Pilih program")),
            *(SelectChoice(value, label) for value, label in PROGRAM_LABELS.items()),
        ],
    )
    target = _area(_l("Sasaran"))
    indicator = _area(_l("Indikator keberhasilan"))
    place = _area(_l("Tempat"))
    period = _area(_l("Waktu"))
    parties = _area(_l("Pihak terkait (bila ada)"))
    support = _area(_l("Dukungan (bila ada)"))
    risk = _area(_l("Risiko dan cara mengatasinya (bila ada)"))

    def value(self) -> Activity:
        return Activity(**{name: self[name].data for name in Activity.__dataclass_fields__})

    @property
    def is_complete(self) -> bool:
        return not self.errors and not missing(self.value())


class PlanForm(BaseForm):
    """One button for each action; a row is added or removed without losing the others."""

    goal = _area(_l("Tujuan"), 3000)
    activities = FieldList(FormField(ActivityForm), min_entries=1, max_entries=MAX_ACTIVITIES)
    roles = _area(_l("Pembagian peran"), 3000)
    revision = IntegerField(default=0)
    numbers_are_safe = BooleanField(
        _l("Saya sudah memeriksa: angka itu bukan NIK atau data pribadi penerima manfaat.")
    )
    action = StringField(filters=[lambda text: text or "save"])

    def plan(self) -> Plan:
        """What was typed, with the row that the pressed button adds or removes."""
        rows = [entry.form.value() for entry in self.activities]
        action = self.action.data
        if action == "add" and len(rows) < MAX_ACTIVITIES:
            rows.append(Activity())
        if action.startswith("remove-"):
            rows = [row for place, row in enumerate(rows) if action != f"remove-{place}"]
        return Plan(self.goal.data, self.roles.data, tuple(rows) or (Activity(),))

    @property
    def is_sending(self) -> bool:
        return bool(self.action.data == "send")

    def anchor(self, plan: Plan) -> str | None:
        """Where the page goes on after a row was added or removed."""
        is_about_rows = self.action.data not in ("save", "send")
        return f"kegiatan-{len(plan.activities)}" if is_about_rows else None

    def suspects(self) -> list[str]:
        """Numbers that look personal and were not yet looked at."""
        return [] if self.numbers_are_safe.data else personal_numbers(self.plan())

    def may_be_sent(self) -> bool:
        """Say whether the plan is complete, or write at each field what is missing."""
        found = problems(self.plan())
        for problem in found:
            form = self if problem.row is None else self.activities[problem.row].form
            form[problem.field].errors = [_(problem.words.text, **problem.words.values)]
        return not found and not self.suspects()

    def faults(self) -> list[tuple[str, str]]:
        """The id of each field with an error and its message, as they stand on the page."""
        fields: list[Field] = [self.goal]
        for entry in self.activities:
            fields.extend(entry.form)
        fields.append(self.roles)
        return [(field.id, str(field.errors[0])) for field in fields if field.errors]
