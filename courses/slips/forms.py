"""The form with which an organiser gives somebody a new code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from lms.web import BaseForm


class RenewForm(BaseForm):
    knows_card = BooleanField(_l("Kartu pegawai atau KTP cocok dengan namanya"))
    knows_person = BooleanField(
        _l("Wajahnya dikenal, atau dihubungi balik lewat telepon kantornya")
    )
    reason = StringField(
        _l("Alasan"),
        [InputRequired(_l("Tulis alasan kode baru diberikan.")), Length(max=200)],
    )

    def validate_knows_card(self, _field: BooleanField) -> None:
        if not self.evidence():
            raise ValidationError(_l("Cek identitasnya lebih dahulu, lalu centang caranya."))

    def evidence(self) -> list[str]:
        ticks = {"card": self.knows_card.data, "known": self.knows_person.data}
        return [name for name, is_ticked in ticks.items() if is_ticked]
