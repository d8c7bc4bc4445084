"""Forms of the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from lms.web import BaseForm


class RevocationForm(BaseForm):
    reason = TextAreaField(
        _l("Alasan pencabutan"),
        [
            InputRequired(_l("Tulis alasan pencabutan.")),
            Length(min=10, max=500, message=_l("Tulis alasan antara 10 dan 500 huruf.")),
        ],
    )


class IssueForm(BaseForm):
    """Nothing but the token: what is issued follows from the decisions."""
