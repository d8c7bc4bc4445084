"""What authors and the office write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from courses.authoring.checks import MOST_LETTERS, Problem
from courses.authoring.rules import tidy
from courses.authoring.services import Draft
from lms.i18n import say
from lms.people.identity import clean_text
from lms.web import BaseForm


def _line(text: str | None) -> str:
    return clean_text(text or "")


def _sentence(problem: Problem) -> str:
    words = say(problem.words)
    if problem.line is None:
        return f"{words[:1].upper()}{words[1:]}."
    return str(_("Baris %(line)s: %(problem)s.", line=problem.line, problem=words))


def _lines(text: str | None) -> str:
    return "\n".join(clean_text(line) for line in (text or "").splitlines()).strip()


class ModuleForm(BaseForm):
    """A module on screen; each button does something else with what is written."""

    title = StringField(
        _l("Judul modul"),
        [DataRequired(_l("Tulis judul modul.")), Length(max=200)],
        filters=[_line],
    )
    text = TextAreaField(_l("Isi modul"), [Length(max=MOST_LETTERS)], filters=[tidy])
    note = StringField(_l("Apa yang Anda ubah? (boleh kosong)"), [Length(max=200)], filters=[_line])
    version = IntegerField()
    opened_title = HiddenField(filters=[_line])
    kept = TextAreaField(
        _l("Tulisan Anda, untuk disalin"), [Length(max=MOST_LETTERS)], filters=[tidy]
    )
    drop_headings = BooleanField(_l("Simpan juga tanpa judul bagian itu"))
    picture = FileField(_l("Berkas gambar"))
    alt = StringField(_l("Keterangan gambar"), [Length(max=200)], filters=[_line])
    cursor = IntegerField(validators=[Optional()])  # known to scripts only
    action = HiddenField(filters=[lambda text: text or "preview"])

    lines: Mapping[str, int] = MappingProxyType({})  # where the text's errors are

    def draft(self) -> Draft:
        return Draft(
            title=self.title.data,
            text=self.text.data,
            version=self.version.data or 0,
            opened_title=self.opened_title.data,
            note=self.note.data,
        )

    def tell(self, problems: list[Problem]) -> None:
        """Write what is wrong with the text at its field, each with its line."""
        lines = {_sentence(problem): problem.line for problem in problems}
        self.text.errors = [*self.text.errors, *lines]
        self.lines = {message: line for message, line in lines.items() if line}

    def warn_of(self, lost: Mapping[str, int]) -> None:
        """Write which headings would go that questions point to."""
        names = ", ".join(f"{heading} ({count})" for heading, count in lost.items())
        message = _(
            "Ada soal yang menunjuk ke judul bagian yang tidak ada lagi: %(names)s.", names=names
        )
        self.drop_headings.errors = [message]


class RestoreForm(BaseForm):
    version = IntegerField(validators=[InputRequired()])


class EditionForm(BaseForm):
    edition = RadioField(_l("Edisi yang dipakai pelatihan ini"))

    def offer(self, editions: Mapping[str, str]) -> EditionForm:
        self.edition.choices = list(editions.items())
        return self


class ConfirmForm(BaseForm):
    """The office's answer; `number` tells what its writer saw."""

    answer = TextAreaField(
        _l("Jawaban Dinsos"),
        [DataRequired(_l("Tulis jawaban Dinsos.")), Length(max=2000)],
        filters=[_lines],
    )
    source = StringField(
        _l("Nomor surat, atau nama pejabat yang menjawab"),
        [DataRequired(_l("Tulis nomor surat atau nama pejabat.")), Length(max=200)],
        filters=[_line],
    )
    number = IntegerField(default=0)


class FlagForm(BaseForm):
    """On whose word a flagged sentence is certain now."""

    source = StringField(
        _l("Nomor surat, atau nama pejabat yang memastikan"),
        [DataRequired(_l("Tulis nomor surat atau nama pejabat.")), Length(max=180)],
        filters=[_line],
    )


class ReopenForm(BaseForm):
    answer = TextAreaField(
        _l("Mengapa perlu dipastikan lagi?"),
        [DataRequired(_l("Tulis alasannya.")), Length(max=2000)],
        filters=[_lines],
    )
    number = IntegerField(default=0)
