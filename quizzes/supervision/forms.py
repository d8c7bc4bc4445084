"""Opening a quiz, with a planned closing or without."""

from __future__ import annotations

import re
from datetime import datetime, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError
from wtforms.validators import Optional

from lms import clock
from lms.i18n import WITA, local
from lms.web import BaseForm

_CLOCK = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)", re.ASCII)


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
        match = _CLOCK.fullmatch(self.closes.data or "")
        if match is None:
            return None
        today = local(clock.now()).date()
        return datetime.combine(today, time(int(match[1]), int(match[2])), WITA)
