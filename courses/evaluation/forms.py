"""An evaluation form of the content folder as a form of the page."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from courses.evaluation.rules import LEVELS
from courses.evaluation.schema import EvaluationFile
from courses.fieldwork.rules import PERSONAL_NUMBER
from lms.people.identity import clean_lines
from lms.web import BaseForm

LONGEST = 1000


def _no_personal_number(_form: BaseForm, field: TextAreaField) -> None:
    if PERSONAL_NUMBER.search(field.data or ""):
        raise ValidationError(_("Hapus angka 16 digit. NIK tidak boleh ditulis di sini."))


def ballot_form(written: EvaluationFile) -> BaseForm:
    """A form with the field `item_KEY` for each item, and `comment`."""
    fields: dict[str, object] = {
        f"item_{item.key}": RadioField(
            item.title,
            [InputRequired(_l("Pilih satu uraian."))],
            choices=[
                SelectChoice(str(level), text)
                for level, text in zip(LEVELS, item.levels, strict=True)
            ],
        )
        for item in written.items
    }
    fields["comment"] = TextAreaField(
        written.open_question, [Length(max=LONGEST)], filters=[clean_lines]
    )
    fields["validate_comment"] = _no_personal_number
    made: BaseForm = type("BallotForm", (BaseForm,), fields)()
    return made


def levels_in(form: BaseForm, written: EvaluationFile) -> list[int]:
    return [int(form[f"item_{item.key}"].data) for item in written.items]
