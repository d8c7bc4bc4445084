"""A second assessment and a ruling as they come from the browser."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.people.identity import clean_lines
from lms.web import BaseForm
from quizzes.rubrics.forms import Sheet

SAVE, FINISH = "save", "finish"


class SecondForm(BaseForm):
    """The rubric is that of the first assessment, so the page need not carry it."""

    comment = TextAreaField(
        _l("Catatan untuk penilai pertama"), [Length(max=3000)], filters=[clean_lines]
    )
    action = StringField(filters=[lambda text: text or SAVE])

    def fits(self, sheet: Sheet) -> bool:
        is_valid = self.validate()
        if self.action.data == FINISH:
            sheet.require_all()
        return bool(is_valid and not sheet.errors)


class RulingForm(BaseForm):
    """`number` is how many rulings the page showed."""

    number = IntegerField(validators=[InputRequired()])
    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(_l("Tulis alasannya.")), Length(max=1000)],
        filters=[clean_lines],
    )

    def fits(self, sheet: Sheet) -> bool:
        is_valid = self.validate()
        sheet.require_all()
        return bool(is_valid and not sheet.errors)
