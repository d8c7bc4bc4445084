"""What trainers and organisers send about files of questions."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectChoice, SelectField

from lms.web import BaseForm
from lms.words import N_
from quizzes.exchange.items import Format, Kind
from quizzes.exchange.queries import ModuleName
from quizzes.exchange.writing import FORMATS

FORMAT_NAMES = {Format.GIFT: "GIFT", Format.AIKEN: "Aiken", Format.MOODLE: "Moodle XML"}
KIND_NAMES = {
    Kind.SINGLE: N_("pilihan ganda"),
    Kind.MULTIPLE: N_("pilihan ganda kompleks"),
    Kind.TRUE_FALSE: N_("benar atau salah"),
    Kind.SHORT_ANSWER: N_("isian singkat"),
    Kind.NUMERIC: N_("angka"),
    Kind.MATCHING: N_("menjodohkan"),
    Kind.ORDERING: N_("mengurutkan"),
    Kind.ESSAY: N_("esai"),
    Kind.FILE: N_("unggah berkas"),
}


class UploadForm(BaseForm):
    questions = FileField(
        _l("Berkas soal"), [FileRequired(_l("Pilih berkas GIFT, Aiken, atau Moodle XML."))]
    )
    module = SelectField(_l("Modul"))
    form = SelectField(
        _l("Format"),
        choices=[
            SelectChoice("", _l("Kenali dari isinya")),
            *(SelectChoice(each.value, FORMAT_NAMES[each]) for each in Format),
        ],
        default="",
    )

    def offer(self, modules: Sequence[ModuleName]) -> UploadForm:
        self.module.choices = [
            SelectChoice("", _l("Menurut kategori dalam berkas")),
            *(SelectChoice(each.code, f"{each.code} {each.title}") for each in modules),
        ]
        return self


class ConfirmForm(BaseForm):
    only_valid = BooleanField(_l("Saya mengerti: soal yang bermasalah tidak ikut diimpor."))


class DownloadForm(BaseForm):
    form = RadioField(
        _l("Format"),
        choices=[SelectChoice(each.value, FORMAT_NAMES[each]) for each in FORMATS],
        default=Format.MOODLE.value,
    )
