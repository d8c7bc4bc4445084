"""A question on its form: as it was stored, as it was sent, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from courses.catalogue.schema import check_module
from lms import markdown
from lms.content_faults import Place, message_of, real_place
from lms.i18n import say
from lms.web import BaseForm
from quizzes.authoring.bodyforms import BodyForm, Sent, form_for
from quizzes.authoring.drafts import Draft
from quizzes.authoring.faults import said
from quizzes.authoring.queries import Known, ModuleText
from quizzes.authoring.rows import line
from quizzes.authoring.words import LEVEL_NAMES
from quizzes.bank.bodies import AnyBody, body_of
from quizzes.bank.entries import Header, lacking

_SEPARATOR = "#"  # between a module's code, which has none, and one of its headings


class HeaderForm(BaseForm):
    """Where a question belongs, and what its writer saw when it was opened."""

    key = StringField(_l("Kode soal"), filters=[line])
    place = SelectField(_l("Modul dan bagiannya"))
    level = SelectField(_l("Tingkat"))
    edition = SelectField(_l("Edisi"))
    note = StringField(_l("Apa yang Anda ubah? (boleh kosong)"), [Length(max=200)], filters=[line])
    keeps_approval = BooleanField(_l("Tetap disetujui dengan perubahan ini"))
    version = IntegerField(default=0)
    opened = HiddenField(default="")

    def offer(
        self, modules: Sequence[ModuleText], editions: Mapping[str, str], now: Mapping[str, str]
    ) -> None:
        """What there is to choose; what the question says now stays on offer."""
        undecided = SelectChoice("", _("Belum ditentukan"))
        places = [choice for module in modules for choice in _places(module, editions)]
        own = place_of(now.get("module", ""), now.get("section", ""))
        if own and own not in {choice.value for choice in places}:
            gone = _("Tidak ada lagi di modul")
            places.append(SelectChoice(own, own.replace(_SEPARATOR, " "), optgroup=gone))
        self.place.choices = [undecided, *places]
        levels = [SelectChoice(level, say(name)) for level, name in LEVEL_NAMES.items()]
        self.level.choices = [undecided, *levels]
        known = {"": _("Semua edisi"), now.get("edition", ""): now.get("edition", "")}
        known = known | dict(editions) | {"": _("Semua edisi")}
        self.edition.choices = [SelectChoice(edition, name) for edition, name in known.items()]

    def facts(self) -> dict[str, str]:
        module, _mark, section = (self.place.data or "").partition(_SEPARATOR)
        return {
            "module": module,
            "section": section,
            "level": self.level.data or "",
            "edition": self.edition.data or "",
        }

    def opened_facts(self) -> dict[str, Any]:
        try:
            opened = json.loads(self.opened.data or "{}")
        except ValueError:
            return {}
        return opened if isinstance(opened, dict) else {}

    def open(self, question: Known) -> None:
        """From now on the form is about the question as it stands."""
        self.version.data, self.opened.data = question.version, json.dumps(question.header)


def _places(module: ModuleText, editions: Mapping[str, str]) -> list[SelectChoice]:
    headings = check_module("", module.markdown, list(editions), (), [])
    names = {"": _("%(code)s, tanpa bagian", code=module.code)}
    in_order = sorted(headings, key=module.markdown.find)
    names |= {heading: f"{module.code}, {heading}" for heading in in_order}
    group = f"{module.code} {module.title}"
    return [
        SelectChoice(place_of(module.code, heading), name, optgroup=group)
        for heading, name in names.items()
    ]


def place_of(module: str, section: str) -> str:
    return f"{module}{_SEPARATOR}{section}" if module else ""


@dataclass
class Editor:
    """The two forms of one question, and what is wrong by the id of its field."""

    header: HeaderForm
    body: BodyForm
    errors: dict[str, list[str]]

    def source(self) -> dict[str, Any]:
        return self.body.written().source

    def check(self, pictures: Container[str], *, is_approved: bool = False) -> AnyBody | None:
        """The question if it is right; what is wrong stands at its fields afterwards."""
        written = self.body.written()
        self.header.validate()
        for field in self.header:
            if field.errors:
                self.errors[field.id] = list(field.errors)
        body = None
        try:
            body = body_of(written.source)
        except ValidationError as error:
            for detail in filterfalse(_is_echo, error.errors(include_url=False)):
                place = real_place(written.source, detail)
                self._blame(_nearest(written.fields, place), said(place, message_of(detail)))
        for place, field in written.fields.items():
            if isinstance(field, TextAreaField) and written.source.get("markup") != "html":
                for problem in _picture_problems(field.data or "", pictures):
                    self._blame(field, said(place, problem))
        if is_approved:
            facts = self.header.facts() | {"explanation": self.body.explanation.data}
            self._need(lacking(facts))
        return None if self.errors else body

    def draft(self, body: AnyBody) -> Draft:
        header = self.header
        return Draft(
            header=header.facts(),
            body=body,
            version=header.version.data or 0,
            opened=header.opened_facts(),
            note=header.note.data,
            keeps_approval=header.keeps_approval.data,
        )

    def check_key(self) -> None:
        try:
            Header(key=self.header.key.data, status="perlu_konfirmasi")
        except ValidationError as error:
            message = message_of(error.errors()[0])
            self._blame(self.header.key, said(("key",), message))

    def blame_key(self, message: str) -> None:
        self._blame(self.header.key, message)

    def _need(self, names: Sequence[str]) -> None:
        fields = {
            "module": self.header.place,
            "section": self.header.place,
            "level": self.header.level,
            "explanation": self.body.explanation,
        }
        for name in names:
            message = said((name,), _("wajib diisi agar soal dapat disetujui"))
            self._blame(fields[name], message)

    def _blame(self, field: Any, message: str) -> None:
        told = self.errors.setdefault(field.id, [])
        if message not in told:
            told.append(message)
        field.errors = list(told)


def _is_echo(detail: ErrorDetails) -> bool:
    """A list is also called too short when its entries are wrong, which is said of them already."""
    is_short = detail["type"] == "too_short"
    return is_short and len(detail["input"]) >= detail["ctx"]["min_length"]


def _nearest(fields: Mapping[Place, Any], place: Place) -> Any:
    """The field of a place, or of what holds it."""
    while place not in fields:
        place = place[:-1]
    return fields[place]


def _picture_problems(text: str, pictures: Container[str]) -> list[str]:
    found = []
    for image in markdown.images(text):
        if image.source not in pictures:
            found.append(_('gambar "%(name)s" belum diunggah', name=image.source))
        elif not image.alt.strip():
            found.append(_('gambar "%(name)s" tanpa keterangan', name=image.source))
    return found


def stored_editor(question: Known) -> Editor:
    """The form as it stands before anything was written."""
    header = HeaderForm(
        formdata=None,
        key=question.key,
        place=place_of(question.module, question.section),
        level=question.level,
        edition=question.edition,
    )
    header.open(question)
    source = question.source
    return Editor(header, form_for(source["kind"], None, source), {})


def blank_editor(kind: str, key: str) -> Editor:
    header = HeaderForm(formdata=None, key=key)
    return Editor(header, form_for(kind, None, {"kind": kind}), {})


def sent_editor(kind: str, sent: Sent) -> Editor:
    return Editor(HeaderForm(), form_for(kind, sent, {}), {})
