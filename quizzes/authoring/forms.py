"""What is sent about questions as a whole: which to list, and decisions about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Form,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from lms.i18n import say
from lms.people.identity import clean_text
from lms.web import BaseForm
from quizzes.authoring.listing import WITHOUT_MODULE, Filter
from quizzes.authoring.queries import ModuleText
from quizzes.authoring.words import KIND_NAMES, STATUS_NAMES


def _offered(choices: Mapping[str, object]) -> list[SelectChoice]:
    return [SelectChoice(value, name) for value, name in {"": _l("Semua"), **choices}.items()]


class FilterForm(Form):  # type: ignore[misc]
    """What the list shows; what is not on offer asks for nothing."""

    cari = StringField(_l("Kata dalam soal, atau kode soal"), [Length(max=100)])
    modul = SelectField(_l("Modul"))
    jenis = SelectField(_l("Jenis"))
    status = SelectField(_l("Status"))
    edisi = SelectField(_l("Edisi"))
    lepas = BooleanField(_l("Hanya yang tidak dipakai tes mana pun"))
    halaman = IntegerField()

    def offer(self, modules: Iterable[ModuleText], editions: Mapping[str, str]) -> FilterForm:
        choices = {module.code: f"{module.code} {module.title}" for module in modules}
        self.modul.choices = _offered(choices | {WITHOUT_MODULE: _l("Tanpa modul")})
        self.jenis.choices = _offered({kind: say(name) for kind, name in KIND_NAMES.items()})
        self.status.choices = _offered({state: say(name) for state, name in STATUS_NAMES.items()})
        self.edisi.choices = _offered(editions)
        return self

    def wanted(self) -> Filter:
        self.validate()
        for field in (self.modul, self.jenis, self.status, self.edisi, self.cari):
            field.data = "" if field.errors else field.data or ""
            field.errors = ()
        return Filter(
            module=self.modul.data,
            kind=self.jenis.data,
            status=self.status.data,
            edition=self.edisi.data,
            text=self.cari.data,
            is_unused=self.lepas.data,
        )


class TakeBackForm(BaseForm):
    reason = TextAreaField(
        _l("Mengapa persetujuannya ditarik?"),
        [DataRequired(_l("Tulis alasannya.")), Length(max=500)],
        filters=[lambda text: clean_text(text or "")],
    )


class UseForm(BaseForm):
    is_sure = BooleanField(
        _l("Saya mengerti: peserta yang mulai sesudah ini mendapat susunan soal yang lain.")
    )
