"""Writes Moodle XML that `moodle` reads back to the same items."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quizzes.exchange.items import (
    Choice,
    Item,
    Kind,
    Markup,
    Number,
    Rich,
    Written,
)
from quizzes.exchange.weights import write_points, write_weight

_TYPES = {
    Kind.SINGLE: "multichoice",
    Kind.MULTIPLE: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.SHORT_ANSWER: "shortanswer",
    Kind.NUMERIC: "numerical",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
    Kind.ESSAY: "essay",
    Kind.FILE: "essay",
}
_ESSAY = {"responseformat": "editor", "responserequired": "1"}
_SETTINGS = {
    Kind.MATCHING: {"shuffleanswers": "true"},
    Kind.ORDERING: {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": "0",
        "gradingtype": "ABSOLUTE_POSITION",
        "showgrading": "SHOW",
        "numberingstyle": "none",
    },
    Kind.ESSAY: _ESSAY,
    Kind.FILE: {
        "responseformat": "noinline",
        "responserequired": "0",
        "attachments": "1",
        "attachmentsrequired": "1",
        "filetypeslist": ".jpg,.png,.pdf",
    },
}
_FORMATS = {
    Markup.HTML: "html",
    Markup.MARKDOWN: "markdown",
    Markup.PLAIN: "plain_text",
    Markup.AUTO: "moodle_auto_format",
}


def write_moodle(items: Sequence[Item]) -> Written:
    quiz = Element("quiz")
    category = ""
    for item in items:
        if item.category != category:
            category = item.category
            question = SubElement(quiz, "question", type="category")
            _say(SubElement(question, "category"), f"$course$/top/{category}")
        _question(quiz, item)
    indent(quiz, " ")
    text: str = tostring(quiz, encoding="unicode")
    return Written(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _question(quiz: Element, item: Item) -> None:
    question = SubElement(quiz, "question", type=_TYPES[item.kind])
    _say(SubElement(question, "name"), item.name)
    _rich(question, "questiontext", item.stem)
    if item.feedback:
        _rich(question, "generalfeedback", item.feedback)
    SubElement(question, "defaultgrade").text = write_points(item.points)
    for tag, value in _settings(item).items():
        SubElement(question, tag).text = value
    for place, choice in enumerate(item.choices, start=1):
        _choice(question, item.kind, choice, place)
    for number in item.numbers:
        _number(question, number)
    if item.unit:
        _unit(question, item.unit)
    for pair in item.pairs:
        _say(SubElement(_rich(question, "subquestion", pair.left), "answer"), pair.right)
    if item.model:
        _rich(question, "graderinfo", item.model)
    if item.tags:
        tags = SubElement(question, "tags")
        for tag in item.tags:
            _say(SubElement(tags, "tag"), tag)


def _settings(item: Item) -> dict[str, str]:
    """What Moodle wants to know of a type beside its answers."""
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        is_fixed = any(choice.is_fixed for choice in item.choices)
        is_single = item.kind is Kind.SINGLE
        return {"single": _bool(is_single), "shuffleanswers": _bool(not is_fixed)}
    if item.kind is Kind.SHORT_ANSWER:
        return {"usecase": "1" if item.case_sensitive else "0"}
    if item.words:
        limits = {"minwordlimit": str(item.words[0]), "maxwordlimit": str(item.words[1])}
        return _ESSAY | limits
    return _SETTINGS.get(item.kind, {})


def _choice(question: Element, kind: Kind, choice: Choice, place: int) -> None:
    """The weight of an item to put in order is its place; what is typed has no markup."""
    weight = str(place) if kind is Kind.ORDERING else write_weight(choice.fraction)
    answer = SubElement(question, "answer", fraction=weight)
    if kind is not Kind.TRUE_FALSE:
        answer.set("format", _FORMATS[choice.text.markup])
    _say(answer, choice.text.text)
    _files(answer, choice.text)
    if choice.feedback:
        _rich(answer, "feedback", choice.feedback)


def _number(question: Element, number: Number) -> None:
    answer = SubElement(question, "answer", fraction=write_weight(number.fraction))
    _say(answer, "*" if number.value is None else f"{number.value:f}")
    SubElement(answer, "tolerance").text = f"{number.tolerance:f}"
    if number.feedback:
        _rich(answer, "feedback", number.feedback)


def _unit(question: Element, unit: str) -> None:
    """Shown and not asked for: typed or not, it is worth nothing."""
    element = SubElement(SubElement(question, "units"), "unit")
    SubElement(element, "multiplier").text = "1"
    SubElement(element, "unit_name").text = unit
    for tag, value in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "0")):
        SubElement(question, tag).text = value


def _rich(parent: Element, tag: str, rich: Rich) -> Element:
    element = SubElement(parent, tag, format=_FORMATS[rich.markup])
    _say(element, rich.text)
    _files(element, rich)
    return element


def _files(parent: Element, rich: Rich) -> None:
    for file in rich.files:
        name, path = file.name.rpartition("/")[2], file.name.rpartition("/")[0]
        element = SubElement(parent, "file", name=name, path=f"/{path}/" if path else "/")
        element.set("encoding", "base64")
        element.text = file.encoded


def _say(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _bool(value: bool) -> str:
    return "true" if value else "false"
