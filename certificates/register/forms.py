"""Forms of the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.web import BaseForm

_LENGTH = Length(min=10, max=500, message=_l("Tulis alasan antara 10 dan 500 huruf."))


class RevocationForm(BaseForm):
    reason = TextAreaField(
        _l("Alasan pencabutan"), [InputRequired(_l("Tulis alasan pencabutan.")), _LENGTH]
    )


class CancellationForm(BaseForm):
    reason = TextAreaField(
        _l("Alasan pembatalan"), [InputRequired(_l("Tulis alasan pembatalan.")), _LENGTH]
    )


class ReissueForm(BaseForm):
    reason = TextAreaField(
        _l("Alasan cetak ulang"), [InputRequired(_l("Tulis alasan cetak ulang.")), _LENGTH]
    )
    shown = HiddenField()  # digest of what the page said the copy would say


class IssueForm(BaseForm):
    """What is issued follows from the decisions."""

    shown = HiddenField()  # digest of the list that the page showed
