"""Rows of a question's form: one choice, one accepted answer, one pair, one step."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, Form, FormField, StringField, TextAreaField

from courses.authoring.rules import tidy
from lms.content_faults import Place
from lms.people.identity import clean_text
from quizzes.bank.bodies import MOST


def line(text: str | None) -> str:
    return clean_text(text or "")


def block(text: str | None) -> str:
    return tidy(text).strip()


def text_area(label: object) -> TextAreaField:
    """Marked-up text; what is not marked up is a `StringField`."""
    return TextAreaField(label, filters=[block])


def text_line(label: object) -> StringField:
    return StringField(label, filters=[line])


class Row(Form):  # type: ignore[misc]
    """A row that nobody wrote in does not count."""

    def entry(self) -> Any:
        """The row as it is written in a question, what is empty left out."""
        return {field.short_name: field.data for field in self if field.data}

    @property
    def is_blank(self) -> bool:
        return not any(field.data for field in self if not isinstance(field, BooleanField))

    @staticmethod
    def values_of(entry: Any) -> dict[str, Any]:
        """What the fields hold for an entry."""
        return {name: str(value) if _is_number(value) else value for name, value in entry.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


class OptionRow(Row):
    text = text_area(_l("Teks pilihan"))
    correct = BooleanField(_l("Jawaban benar"))
    why = text_area(_l("Mengapa benar atau salah"))
    fixed = BooleanField(_l("Selalu di tempat ini, tidak ikut diacak"))
    share = text_line(_l("Nilai dalam persen"))


class TextAnswerRow(Row):
    text = text_line(_l("Jawaban yang diterima"))
    share = text_line(_l("Nilai dalam persen"))
    why = text_area(_l("Keterangan untuk peserta"))


class NumberAnswerRow(Row):
    value = text_line(_l("Angka yang diterima"))
    tolerance = text_line(_l("Toleransi"))
    share = text_line(_l("Nilai dalam persen"))
    why = text_area(_l("Keterangan untuk peserta"))


class PairRow(Row):
    left = text_area(_l("Sisi kiri"))
    right = text_line(_l("Pasangannya di sisi kanan"))


class PlainRow(Row):
    """A row that is one text and nothing else."""

    def entry(self) -> Any:
        return self["text"].data

    @staticmethod
    def values_of(entry: Any) -> dict[str, Any]:
        return {"text": entry}


class StepRow(PlainRow):
    text = text_area(_l("Langkah"))


class DistractorRow(PlainRow):
    text = text_line(_l("Sisi kanan tanpa pasangan"))


def rows_of(row: type[Row], label: object, *, shown: int) -> FieldList:
    """As many rows as are shown at least; the others come with a button."""
    return FieldList(FormField(row), label, min_entries=shown, max_entries=MOST)


def entries_of(rows: FieldList, place: Place, fields: dict[Place, Field]) -> list[Any]:
    """What is written in the rows; `fields` learns where each entry stands on the page."""
    fields[place] = rows
    entries: list[Any] = []
    for row in (each.form for each in rows if not each.form.is_blank):
        at = (*place, len(entries))
        fields[at] = next(iter(row))
        for field in row:
            fields[(*at, field.short_name)] = field
        entries.append(row.entry())
    return entries
