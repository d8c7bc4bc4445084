"""The answers of a question and what each is worth, as lines that a person reads over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.words import N_, Words
from quizzes.exchange.comparing import weights_of
from quizzes.exchange.texts import as_text
from quizzes.exchange.weights import write_weight

DISTRACTOR = N_("pengecoh")
CASE_SENSITIVE = N_("huruf besar dan kecil dibedakan")
BY_PERSON = N_("dinilai fasilitator")
ONE_FILE = N_("satu berkas JPEG, PNG, atau PDF, dinilai fasilitator")

_Content = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """`mark` stands in front: a weight, a place; `note` is said behind."""

    mark: str
    text: str
    is_right: bool = False
    note: Words | None = None


def answers_of(kind: str, content: _Content) -> list[Line]:
    return list(_LINES[kind](kind, content))


def _options(kind: str, content: _Content) -> Iterator[Line]:
    options = content["options"]
    for option, weight in zip(options, weights_of(kind, options), strict=True):
        yield Line(_percent(weight), as_text(option["text"]), option["correct"])


def _short(_kind: str, content: _Content) -> Iterator[Line]:
    for each in content["accepted"]:
        yield Line(_percent(each["fraction"]), each["text"], each["fraction"] > 0)
    if content["case_sensitive"]:
        yield Line("", "", note=CASE_SENSITIVE)


def _numeric(_kind: str, content: _Content) -> Iterator[Line]:
    for each in content["accepted"]:
        tolerance = "" if each["tolerance"] == "0" else f" ± {_number(each['tolerance'])}"
        text = f"{_number(each['value'])}{tolerance} {content['unit']}".strip()
        yield Line(_percent(each["fraction"]), text, each["fraction"] > 0)


def _matching(_kind: str, content: _Content) -> Iterator[Line]:
    for pair in content["pairs"]:
        yield Line("", f"{as_text(pair['left'])} → {pair['right']}", is_right=True)
    for text in content["distractors"]:
        yield Line("", text, note=DISTRACTOR)


def _ordering(_kind: str, content: _Content) -> Iterator[Line]:
    for place, text in enumerate(content["items"], start=1):
        yield Line(f"{place}.", as_text(text), is_right=True)


def _essay(_kind: str, content: _Content) -> Iterator[Line]:
    yield Line("", "", note=BY_PERSON)
    if words := content.get("words"):
        limits = N_("%(least)s sampai %(most)s kata", least=words[0], most=words[1])
        yield Line("", "", note=limits)
    yield from _model(content)


def _file(_kind: str, content: _Content) -> Iterator[Line]:
    yield Line("", "", note=ONE_FILE)
    yield from _model(content)


def _model(content: _Content) -> Iterator[Line]:
    if content["model"]:
        yield Line("", as_text(content["model"]), is_right=True)


_LINES: dict[str, Callable[[str, _Content], Iterator[Line]]] = {
    "single": _options,
    "multiple": _options,
    "true_false": _options,
    "short_answer": _short,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "file": _file,
}


def _percent(weight: int) -> str:
    return f"{write_weight(weight, ',').replace('-', '−')}%"


def _number(written: str) -> str:
    """1.500.000 and −0,5: as Indonesians write."""
    whole, _point, decimals = written.lstrip("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "−" if written.startswith("-") else ""
    return f"{sign}{grouped}{',' if decimals else ''}{decimals}"
