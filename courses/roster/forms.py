"""What the organiser sends about the list of trainees."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.web import BaseForm


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
