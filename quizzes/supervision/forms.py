"""Opening a quiz with a planned closing or without, more time, and what is done for one person."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms import clock
from lms.clock import WITA
from lms.i18n import local_date, typed_clock
from lms.people.identity import clean_lines
from lms.web import BaseForm
from quizzes.supervision.acting import Order
from quizzes.supervision.late_services import Verdict
from quizzes.supervision.rules import MOST_MINUTES, Act
from quizzes.supervision.windows import Change


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


def _minutes(label: str) -> IntegerField:
    limit = NumberRange(1, MOST_MINUTES, _l("Tulis angka dari 1 sampai 240."))
    return IntegerField(label, [Optional(), limit])


def _reason() -> TextAreaField:
    required = DataRequired(_l("Tulis alasannya; alasan ini tercatat."))
    return TextAreaField(_l("Alasan"), [required, Length(max=500)], filters=[clean_lines])


class ActForm(BaseForm):
    """Something done for one person; `seen` is what the page showed."""

    seen = HiddenField()
    minutes = _minutes(_l("Berapa menit"))
    reason = _reason()

    def order(self, act: Act, actor_id: int, at: datetime) -> Order | None:
        """What is asked for, or None with what is wrong written down."""
        is_valid = self.validate()
        if act.asks_minutes and self.minutes.data is None and not self.minutes.errors:
            self.minutes.errors = [_("Tulis angka dari 1 sampai 240.")]
        if not is_valid or self.minutes.errors:
            return None
        minutes = self.minutes.data if act.asks_minutes else None
        return Order(act, self.reason.data, self.seen.data or "", actor_id, at, minutes)


class TimeForm(OpenForm):
    """The time of a test that is open, for everybody."""

    seen = HiddenField()
    what = RadioField(
        _l("Apa yang diubah"),
        [InputRequired(_l("Pilih salah satu."))],
        choices=[
            SelectChoice("minutes", _l("Tambah waktu bagi semua yang sedang mengerjakan")),
            SelectChoice("closing", _l("Tetapkan atau ubah jam tutup")),
            SelectChoice("no_closing", _l("Hapus jam tutup")),
        ],
    )
    minutes = _minutes(_l("Tambahan dalam menit"))
    may_shorten = BooleanField(_l("Ya, waktu mereka memang dipersingkat"))
    reason = _reason()

    def is_complete(self) -> bool:
        if self.what.data != "closing":
            self.closes.data = ""  # only asked for there
        if self.what.data != "minutes":
            self.minutes.data = None
        is_valid = self.validate_on_submit()
        if self.what.data == "closing" and not self.closes.data:
            self.closes.errors = [_("Tulis jam hari ini, contoh 16.00.")]
        if self.what.data == "minutes" and self.minutes.data is None and not self.minutes.errors:
            self.minutes.errors = [_("Tulis angka dari 1 sampai 240.")]
        return is_valid and not self.closes.errors and not self.minutes.errors

    def change(self, actor_id: int, at: datetime) -> Change:
        return Change(self.reason.data, self.seen.data or "", actor_id, at)


class LateForm(BaseForm):
    seen = IntegerField(validators=[InputRequired()])
    verdict = RadioField(
        _l("Keputusan"),
        [InputRequired(_l("Pilih keputusannya."))],
        choices=[
            SelectChoice("terima", _l("Terima: jawaban ini berlaku dan dinilai")),
            SelectChoice("tolak", _l("Jangan terima: jawaban tetap tersimpan sebagai bukti")),
        ],
    )
    reason = _reason()

    def spoken(self, actor_id: int, at: datetime) -> Verdict:
        is_accepted = self.verdict.data == "terima"
        return Verdict(is_accepted, self.reason.data, self.seen.data or 0, actor_id, at)
