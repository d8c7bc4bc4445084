"""Reads Moodle XML: `<quiz>` with one `<question type="…">` after another.

A type that is not known, or known and not a question, is listed by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.words import N_, InputError
from quizzes.exchange import weights
from quizzes.exchange.items import (
    NOTHING,
    POINT,
    WHOLE,
    Choice,
    Format,
    Item,
    Kind,
    Markup,
    Number,
    Pair,
    Reading,
    RefusedError,
    Remark,
    Rich,
    category_path,
)
from quizzes.exchange.xml_tree import Node, read_xml

MOST_POINTS = 100 * POINT
_MARKUPS = {
    "html": Markup.HTML,
    "markdown": Markup.MARKDOWN,
    "plain_text": Markup.PLAIN,
    "moodle_auto_format": Markup.AUTO,
}
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_NOT_TAKEN = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint")

NOT_MOODLE = N_("Berkas XML ini bukan bank soal Moodle (<quiz>)")
NO_STEM = N_("pertanyaannya kosong")
ONE_ANSWER = N_("hanya satu pilihan jawaban")
EMPTY_ANSWER = N_("ada jawaban yang kosong")
TRUTH = N_("kunci benar atau salah tidak jelas")


def read_moodle(content: bytes) -> Reading:
    root = read_xml(content)
    if root.tag != "quiz":
        raise InputError(NOT_MOODLE)
    items: list[Item] = []
    refusals: list[Remark] = []
    category = ""
    questions = list(root.all("question"))
    for node in questions:
        if node.attributes.get("type") == "category":
            category = category_path(_text(node.first("category")))
            continue
        try:
            items.append(replace(_question(node), category=category))
        except RefusedError as error:
            refusals.append(Remark(error.line or node.line, _name(node), error.reason))
    return Reading(Format.MOODLE, tuple(items), tuple(refusals), tuple(_left_out(questions)))


def _left_out(questions: Sequence[Node]) -> list[Remark]:
    """Say once what of Moodle's questions has no place here; Moodle writes it into nearly all."""
    found = [node for node in questions if any(_text(node.first(tag)) for tag in _NOT_TAKEN)]
    if not found:
        return []
    reason = N_(
        "umpan balik gabungan dan petunjuk bertahap (hint) pada %(count)s soal tidak ikut diambil",
        count=len(found),
    )
    return [Remark(found[0].line, "", reason)]


def _question(node: Node) -> Item:
    kind = node.attributes.get("type", "")
    if kind == "description":
        raise RefusedError(N_("jenis description adalah petunjuk, bukan soal"))
    if kind not in _READERS:
        raise RefusedError(N_("jenis %(kind)s tidak dapat diimpor", kind=kind[:40] or "?"))
    stem = _rich(node.first("questiontext"))
    if not stem:
        raise RefusedError(NO_STEM)
    facts = _READERS[kind](node)
    return Item(
        line=node.line,
        stem=stem,
        name=_name(node),
        feedback=_rich(node.first("generalfeedback")),
        points=_points(node),
        tags=_tags(node),
        **facts,
    )


def _name(node: Node) -> str:
    return " ".join(_text(node.first("name")).split())[:200]


def _text(node: Node | None) -> str:
    return node.says("text") if node is not None else ""


def _rich(node: Node | None, default: str = "moodle_auto_format") -> Rich:
    if node is None:
        return NOTHING
    text = _text(node)
    markup = _MARKUPS.get(node.attributes.get("format", default), Markup.AUTO)
    return Rich(text, markup) if text else NOTHING


def _tags(node: Node) -> tuple[str, ...]:
    tags = node.first("tags")
    return tuple(_text(tag)[:60] for tag in tags.all("tag")) if tags is not None else ()


def _points(node: Node) -> int:
    written = node.says("defaultgrade", "1")
    number = _decimal(written)
    points = int((number * POINT).to_integral_value()) if number is not None else 0
    if not 0 < points <= MOST_POINTS:
        raise RefusedError(N_('nilai soal "%(points)s" tidak dapat dipakai', points=written[:20]))
    return points


def _decimal(written: str) -> Decimal | None:
    return Decimal(written) if _NUMBER.fullmatch(written) else None


def _is_true(node: Node, tag: str, default: bool) -> bool:
    written = node.says(tag).lower()
    return written in ("true", "1") if written else default


def _answers(node: Node) -> list[Choice]:
    return [
        Choice(
            text=_rich(answer),
            fraction=weights.read_weight(answer.attributes.get("fraction", "0"), answer.line),
            feedback=_rich(answer.first("feedback")),
        )
        for answer in node.all("answer")
    ]


def _choices(node: Node) -> dict[str, Any]:
    is_single = _is_true(node, "single", True)
    is_fixed = not _is_true(node, "shuffleanswers", True)
    choices = tuple(replace(choice, is_fixed=is_fixed) for choice in _answers(node))
    if len(choices) < 2:
        raise RefusedError(ONE_ANSWER)
    if not all(choice.text for choice in choices):
        raise RefusedError(EMPTY_ANSWER)
    check = weights.check_single if is_single else weights.check_multiple
    check(choices)
    return {"kind": Kind.SINGLE if is_single else Kind.MULTIPLE, "choices": choices}


def _truth(node: Node) -> dict[str, Any]:
    found = {choice.text.text.lower(): choice for choice in _answers(node)}
    choices = tuple(
        replace(found[text], text=Rich(text)) for text in ("true", "false") if text in found
    )
    if [choice.fraction for choice in choices] not in ([WHOLE, 0], [0, WHOLE]):
        raise RefusedError(TRUTH)
    return {"kind": Kind.TRUE_FALSE, "choices": choices}


def _short(node: Node) -> dict[str, Any]:
    choices = tuple(_answers(node))
    if not all(choice.text for choice in choices):
        raise RefusedError(EMPTY_ANSWER)
    _check_accepted([choice.fraction for choice in choices])
    return {"kind": Kind.SHORT_ANSWER, "choices": choices}


def _numeric(node: Node) -> dict[str, Any]:
    numbers = tuple(_number(answer) for answer in node.all("answer"))
    _check_accepted([each.fraction for each in numbers if each.value is not None])
    units = node.first("units")
    if units is not None and units.children:
        raise RefusedError(N_("jawaban angka dengan satuan tidak dapat diimpor"))
    return {"kind": Kind.NUMERIC, "numbers": numbers}


def _number(answer: Node) -> Number:
    text, given = _text(answer), answer.says("tolerance") or "0"
    value, tolerance = _decimal(text), _decimal(given)
    if (value is None and text != "*") or tolerance is None:
        wrong = given if tolerance is None else text
        raise RefusedError(N_('"%(written)s" bukan angka', written=wrong[:40]), answer.line)
    fraction = weights.read_weight(answer.attributes.get("fraction", "0"), answer.line)
    return Number(value, abs(tolerance), fraction, _rich(answer.first("feedback")))


def _check_accepted(fractions: Sequence[int]) -> None:
    if WHOLE not in fractions:
        raise RefusedError(weights.NO_RIGHT_ANSWER)


def _matching(node: Node) -> dict[str, Any]:
    pairs = tuple(
        Pair(_rich(each), _text(each.first("answer"))) for each in node.all("subquestion")
    )
    if sum(bool(pair.left) for pair in pairs) < 2:
        raise RefusedError(N_("hanya satu pasangan"))
    if not all(pair.right for pair in pairs):
        raise RefusedError(EMPTY_ANSWER)
    return {"kind": Kind.MATCHING, "pairs": pairs}


def _essay(_node: Node) -> dict[str, Any]:
    return {"kind": Kind.ESSAY}


def _ordering(node: Node) -> dict[str, Any]:
    """The answers stand in their right order; what Moodle writes as fraction is their place."""
    choices = tuple(Choice(_rich(answer), WHOLE) for answer in node.all("answer"))
    if len(choices) < 2:
        raise RefusedError(ONE_ANSWER)
    return {"kind": Kind.ORDERING, "choices": choices}


_READERS: dict[str, Callable[[Node], dict[str, Any]]] = {
    "multichoice": _choices,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "essay": _essay,
    "ordering": _ordering,
}
