"""What the organiser sends about the list of trainees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from courses.roster.columns import Column
from courses.roster.rows import Fault
from courses.roster.seats import Letter
from courses.roster.typed import TYPED
from courses.trainings.quota import Element
from lms import clock
from lms.i18n import local_date, say
from lms.web import BaseForm

LETTERS_BACK = timedelta(days=2 * 366)


class SearchForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False  # it only looks

    cari = StringField(_l("Cari nama, nomor, NIP, HP, atau wilayah"))


class UploadForm(BaseForm):
    roster = FileField(
        _l("Berkas daftar peserta"), [FileRequired(_l("Pilih berkas XLSX atau CSV."))]
    )


class ConfirmForm(BaseForm):
    only_valid = BooleanField(_l("Saya mengerti: baris yang bermasalah tidak ikut diimpor."))


class WithdrawForm(BaseForm):
    reason = TextAreaField(_l("Alasan"), [InputRequired(_l("Tulis alasannya.")), Length(max=500)])


class DayField(DateField):  # type: ignore[misc] # WTForms has no types
    """A date as people type it; where it is none, the words are ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Tulis tanggal surat, contoh 29-01-2024.")) from error


class NewcomerForm(BaseForm):
    """A person who comes onto the list, and the letter that sends them."""

    nama_lengkap = StringField(_l("Nama lengkap dengan gelar"), [Length(max=200)])
    nip = StringField(_l("NIP"), [Length(max=40)])
    nik = StringField(_l("NIK"), [Length(max=40)])
    pangkat = StringField(_l("Pangkat"), [Length(max=60)])
    golongan = StringField(_l("Golongan"), [Length(max=20)])
    jabatan = StringField(_l("Jabatan"), [Length(max=200)])
    instansi = StringField(_l("Instansi"), [Length(max=200)])
    no_hp = StringField(_l("Nomor HP"), [Length(max=40)])
    email = StringField(_l("Email"), [Length(max=200)])
    letter_number = StringField(
        _l("Nomor surat tugas"), [DataRequired(_l("Tulis nomor suratnya.")), Length(max=120)]
    )
    letter_date = DayField(
        _l("Tanggal surat"),
        [InputRequired(_l("Tulis tanggal surat, contoh 29-01-2024."))],
        format=["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"],
    )
    reason = TextAreaField(_l("Alasan"), [DataRequired(_l("Tulis alasannya.")), Length(max=500)])

    def validate_letter_date(self, field: DayField) -> None:
        """Changes of seats are kept for good, so a slip of the year is caught before."""
        today = local_date(clock.now())
        if field.data and not today - LETTERS_BACK <= field.data <= today:
            raise ValidationError(_("Tanggal surat ada dalam dua tahun terakhir, sampai hari ini."))

    def texts(self) -> dict[Column, str]:
        return {column: (self[column.value].data or "").strip() for column in TYPED}

    @property
    def letter(self) -> Letter:
        return Letter(
            self.letter_number.data.strip(), self.letter_date.data, self.reason.data.strip()
        )

    def take(self, faults: Iterable[Fault]) -> None:
        """Put each fault of the row at its field; a seat that cannot be is a fault of the name."""
        for fault in faults:
            name = fault.column.value if fault.column in TYPED else Column.NAME.value
            self[name].errors = [*self[name].errors, f"{say(fault.reason)}."]


class WalkInForm(NewcomerForm):
    seat = SelectField(_l("Kursi kosong"), [InputRequired(_l("Pilih kursinya."))])

    @property
    def place(self) -> tuple[Element, str]:
        region, _mark, element = self.seat.data.partition("|")
        return Element(element), region
