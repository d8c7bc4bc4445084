"""Forms of a question's text and answers, one for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, Form, HiddenField, RadioField, SelectChoice

from lms.content_faults import Place
from quizzes.authoring.rows import (
    DistractorRow,
    NumberAnswerRow,
    OptionRow,
    PairRow,
    Row,
    StepRow,
    TextAnswerRow,
    entries_of,
    rows_of,
    text_area,
    text_line,
)
from quizzes.bank.models import QuestionKind

Sent = MultiDict[str, str] | None
TRUTH = {"benar": True, "salah": False}
MOST_PARTS = 10


@dataclass(frozen=True)
class Written:
    """A question as it would be stored, and the field where each of its places stands."""

    source: dict[str, Any]
    fields: dict[Place, Field]


class BodyForm(Form):  # type: ignore[misc]
    """What every kind has; `lists` are its rows, `plain` its other texts."""

    lists: ClassVar[dict[str, type[Row]]] = {}
    plain: ClassVar[tuple[str, ...]] = ()

    kind = HiddenField()
    markup = HiddenField(default="markdown")
    stem = text_area(_l("Pertanyaan"))
    explanation = text_area(_l("Pembahasan"))
    points = text_line(_l("Bobot soal"))

    def written(self, place: Place = ()) -> Written:
        """The places of a case's part begin with its own."""
        fields: dict[Place, Field] = {}
        source: dict[str, Any] = {"kind": self.kind.data, "stem": self.stem.data}
        if self.markup.data == "html":
            source["markup"] = "html"
        for name in ("stem", "explanation", "points", *self.plain):
            fields[(*place, name)] = self[name]
            if self[name].data:
                source[name] = self[name].data
        for name in self.lists:
            source[name] = entries_of(self[name], (*place, name), fields)
        fields[place] = next((self[name] for name in self.lists), self.stem)
        self.add_own(source, fields, place)
        return Written(source, fields)

    def add_own(self, source: dict[str, Any], fields: dict[Place, Field], place: Place) -> None:
        """What only this kind has."""

    @classmethod
    def values_of(cls, source: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields hold for a written question."""
        names = ("kind", "markup", "stem", "explanation", *cls.plain)
        values = {name: source[name] for name in names if name in source}
        values["points"] = str(source["points"]) if "points" in source else ""
        for name, row in cls.lists.items():
            values[name] = [row.values_of(entry) for entry in source.get(name, ())]
        return values

    def lists_by_id(self) -> dict[str, FieldList]:
        return {self[name].id: self[name] for name in self.lists}


class ChoiceForm(BodyForm):
    lists: ClassVar[dict[str, type[Row]]] = {"options": OptionRow}
    options = rows_of(OptionRow, _l("Pilihan"), shown=4)


class TrueFalseForm(BodyForm):
    plain: ClassVar[tuple[str, ...]] = ("why_true", "why_false")
    answer = RadioField(
        _l("Pernyataan ini"),
        choices=[SelectChoice("benar", _l("Benar")), SelectChoice("salah", _l("Salah"))],
        validate_choice=False,
    )
    why_true = text_area(_l("Penjelasan pada pilihan Benar"))
    why_false = text_area(_l("Penjelasan pada pilihan Salah"))

    def add_own(self, source: dict[str, Any], fields: dict[Place, Field], place: Place) -> None:
        fields[(*place, "answer")] = self.answer
        if self.answer.data in TRUTH:
            source["answer"] = TRUTH[self.answer.data]

    @classmethod
    def values_of(cls, source: Mapping[str, Any]) -> dict[str, Any]:
        answer = {True: "benar", False: "salah"}.get(source.get("answer", ""), "")
        return super().values_of(source) | {"answer": answer}


class ShortAnswerForm(BodyForm):
    lists: ClassVar[dict[str, type[Row]]] = {"accepted": TextAnswerRow}
    accepted = rows_of(TextAnswerRow, _l("Jawaban"), shown=3)
    case_sensitive = BooleanField(_l("Bedakan huruf besar dan huruf kecil"))

    def add_own(self, source: dict[str, Any], fields: dict[Place, Field], place: Place) -> None:
        if self.case_sensitive.data:
            source["case_sensitive"] = True

    @classmethod
    def values_of(cls, source: Mapping[str, Any]) -> dict[str, Any]:
        is_sensitive = source.get("case_sensitive", False)
        return super().values_of(source) | {"case_sensitive": is_sensitive}


class NumericForm(BodyForm):
    lists: ClassVar[dict[str, type[Row]]] = {"accepted": NumberAnswerRow}
    plain: ClassVar[tuple[str, ...]] = ("unit",)
    accepted = rows_of(NumberAnswerRow, _l("Jawaban"), shown=1)
    unit = text_line(_l("Satuan"))


class MatchingForm(BodyForm):
    lists: ClassVar[dict[str, type[Row]]] = {"pairs": PairRow, "distractors": DistractorRow}
    pairs = rows_of(PairRow, _l("Pasangan"), shown=4)
    distractors = rows_of(DistractorRow, _l("Pengecoh"), shown=1)


class OrderingForm(BodyForm):
    lists: ClassVar[dict[str, type[Row]]] = {"items": StepRow}
    items = rows_of(StepRow, _l("Langkah"), shown=4)


class FileForm(BodyForm):
    plain: ClassVar[tuple[str, ...]] = ("model",)
    model = text_area(_l("Isi jawaban yang baik"))


class EssayForm(FileForm):
    least = text_line(_l("Paling sedikit (kata)"))
    most = text_line(_l("Paling banyak (kata)"))

    def add_own(self, source: dict[str, Any], fields: dict[Place, Field], place: Place) -> None:
        fields[(*place, "words")] = self.least
        words: dict[str, Any] = {}
        for name in ("least", "most"):
            text = fields[(*place, "words", name)] = self[name]
            if text.data:
                words[name] = int(text.data) if text.data.isdecimal() else text.data
        if words:
            source["words"] = words

    @classmethod
    def values_of(cls, source: Mapping[str, Any]) -> dict[str, Any]:
        words = {name: str(number) for name, number in source.get("words", {}).items()}
        return super().values_of(source) | words


class CaseForm(BodyForm):
    """A case is told in `stem`; its parts are forms of their own kinds."""

    stem = text_area(_l("Cerita kasus"))
    parts: list[BodyForm]

    def written(self, place: Place = ()) -> Written:
        written = super().written(place)
        written.fields[("parts",)] = written.fields[()] = self.stem
        written.source["parts"] = []
        for index, part in enumerate(self.parts):
            own = part.written(("parts", index))
            written.source["parts"].append(own.source)
            written.fields.update(own.fields)
        return written

    def lists_by_id(self) -> dict[str, FieldList]:
        return {name: rows for part in self.parts for name, rows in part.lists_by_id().items()}


FORMS: dict[str, type[BodyForm]] = {
    QuestionKind.SINGLE: ChoiceForm,
    QuestionKind.MULTIPLE: ChoiceForm,
    QuestionKind.TRUE_FALSE: TrueFalseForm,
    QuestionKind.SHORT_ANSWER: ShortAnswerForm,
    QuestionKind.NUMERIC: NumericForm,
    QuestionKind.MATCHING: MatchingForm,
    QuestionKind.ORDERING: OrderingForm,
    QuestionKind.ESSAY: EssayForm,
    QuestionKind.FILE: FileForm,
    QuestionKind.CASE: CaseForm,
}
PART_KINDS = tuple(
    kind for kind in QuestionKind if kind not in (QuestionKind.CASE, QuestionKind.FILE)
)


def form_for(kind: str, sent: Sent, source: Mapping[str, Any], prefix: str = "") -> BodyForm:
    """The form of a kind as it was sent, or as a written question fills it."""
    cls = FORMS[kind]
    values = {} if sent is not None else cls.values_of(source)
    form = cls(sent, prefix=prefix, data=values)
    form.kind.data = kind
    if isinstance(form, CaseForm):
        form.parts = _parts(sent, source)
    return form


def _parts(sent: Sent, source: Mapping[str, Any]) -> list[BodyForm]:
    if sent is None:
        return [
            form_for(part["kind"], None, part, f"parts-{index}-")
            for index, part in enumerate(source.get("parts", ()))
        ]
    found = []
    for index in range(MOST_PARTS):
        prefix = f"parts-{index}-"
        kind = sent.get(f"{prefix}kind", "")
        if kind in PART_KINDS:
            found.append(form_for(kind, sent, {}, prefix))
    return found
