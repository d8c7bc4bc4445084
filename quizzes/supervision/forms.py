"""Opening a quiz, with a planned closing or without."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError
from wtforms.validators import Optional

from lms import clock
from lms.i18n import WITA, local_date, typed_clock
from lms.web import BaseForm


class OpenForm(BaseForm):
    closes = StringField(
        _l("Ditutup otomatis pukul"), [Optional()], filters=[lambda text: (text or "").strip()]
    )

    def validate_closes(self, field: StringField) -> None:
        moment = self.closes_at
        if moment is None:
            raise ValidationError(_("Tulis jam hari ini, contoh 16.00."))
        if moment <= clock.now():
            raise ValidationError(_("Jam ini sudah lewat."))

    @property
    def closes_at(self) -> datetime | None:
        """The moment meant: a time of today in WITA."""
        typed = typed_clock(self.closes.data or "")
        return datetime.combine(local_date(clock.now()), typed, WITA) if typed is not None else None
