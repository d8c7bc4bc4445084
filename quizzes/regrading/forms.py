"""What is sent to correct a key."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from lms.people.identity import clean_text
from lms.web import BaseForm


class CorrectionForm(BaseForm):
    shown = HiddenField(validators=[Regexp(r"^[0-9a-f]{64}$")])
    reason = TextAreaField(
        _l("Mengapa dikoreksi?"),
        [DataRequired(_l("Tulis alasannya.")), Length(max=500)],
        filters=[lambda text: clean_text(text or "")],
    )
