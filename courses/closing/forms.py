"""Why a closed training is opened again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from lms.people.identity import clean_lines
from lms.web import BaseForm


class ReopenForm(BaseForm):
    reason = TextAreaField(
        _l("Alasan membuka kembali"),
        [DataRequired(_l("Tulis alasannya.")), Length(max=500)],
        filters=[clean_lines],
    )
