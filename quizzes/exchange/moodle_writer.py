"""Writes Moodle XML that `moodle` reads back to the same items."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quizzes.exchange.items import (
    POINT,
    Choice,
    Item,
    Kind,
    Markup,
    Number,
    Rich,
    Written,
)
from quizzes.exchange.weights import write_weight

_TYPES = {
    Kind.SINGLE: "multichoice",
    Kind.MULTIPLE: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.SHORT_ANSWER: "shortanswer",
    Kind.NUMERIC: "numerical",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
    Kind.ESSAY: "essay",
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
    SubElement(question, "defaultgrade").text = f"{item.points // POINT}.{item.points % POINT:02d}"
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        is_fixed = any(choice.is_fixed for choice in item.choices)
        SubElement(question, "single").text = _bool(item.kind is Kind.SINGLE)
        SubElement(question, "shuffleanswers").text = _bool(not is_fixed)
    for choice in item.choices:
        _choice(question, choice, with_format=item.kind is not Kind.TRUE_FALSE)
    for number in item.numbers:
        _number(question, number)
    for pair in item.pairs:
        _say(SubElement(_rich(question, "subquestion", pair.left), "answer"), pair.right)
    if item.tags:
        tags = SubElement(question, "tags")
        for tag in item.tags:
            _say(SubElement(tags, "tag"), tag)


def _choice(question: Element, choice: Choice, *, with_format: bool) -> None:
    answer = SubElement(question, "answer", fraction=write_weight(choice.fraction))
    if with_format:
        answer.set("format", _FORMATS[choice.text.markup])
    _say(answer, choice.text.text)
    if choice.feedback:
        _rich(answer, "feedback", choice.feedback)


def _number(question: Element, number: Number) -> None:
    answer = SubElement(question, "answer", fraction=write_weight(number.fraction))
    _say(answer, "*" if number.value is None else f"{number.value:f}")
    SubElement(answer, "tolerance").text = f"{number.tolerance:f}"
    if number.feedback:
        _rich(answer, "feedback", number.feedback)


def _rich(parent: Element, tag: str, rich: Rich) -> Element:
    element = SubElement(parent, tag, format=_FORMATS[rich.markup])
    _say(element, rich.text)
    return element


def _say(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _bool(value: bool) -> str:
    return "true" if value else "false"
