"""A name as its owner wants it, and what an organiser answers."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from lms.i18n import say
from lms.people.identity import clean_name, clean_text
from lms.web import BaseForm
from lms.words import InputError


def _tidy(text: str | None) -> str:
    return clean_text(text or "")


class ConfirmForm(BaseForm):
    shown = HiddenField(validators=[DataRequired()])


class NameForm(BaseForm):
    wanted = StringField(
        _l("Nama yang benar, dengan gelar"),
        [DataRequired(_l("Tulis nama yang benar."))],
        filters=[_tidy],
    )
    note = StringField(_l("Keterangan untuk panitia"), [Length(max=300)], filters=[_tidy])

    def __init__(self, current: str) -> None:
        super().__init__(wanted=current)
        self.current = current

    def validate_wanted(self, field: StringField) -> None:
        try:
            field.data = clean_name(field.data or "")
        except InputError as error:
            raise ValidationError(say(error.words)) from error
        if field.data == self.current:
            raise ValidationError(_("Nama ini sama dengan yang tertulis sekarang."))


class DecideForm(BaseForm):
    wanted = HiddenField(validators=[DataRequired()])
    verdict = HiddenField()
    answer = StringField(_l("Jawaban"), [Length(max=300)], filters=[_tidy])

    def validate_answer(self, field: StringField) -> None:
        if self.verdict.data != "terima" and not field.data:
            raise ValidationError(_("Tulis alasan penolakan."))
