"""Reads what is right in a question of Moodle XML, type by type."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.words import N_, Words
from quizzes.exchange import weights
from quizzes.exchange.items import (
    NOTHING,
    WHOLE,
    Attachment,
    Choice,
    Kind,
    Markup,
    Number,
    Pair,
    RefusedError,
    Rich,
)
from quizzes.exchange.xml_tree import Node

_MARKUPS = {
    "html": Markup.HTML,
    "markdown": Markup.MARKDOWN,
    "plain_text": Markup.PLAIN,
    "moodle_auto_format": Markup.AUTO,
}
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_MOST_WORDS = 2_000
_NO_UNIT = "3"  # what Moodle calls the way of asking for a number alone

ONE_ANSWER = N_("hanya satu pilihan jawaban")
EMPTY_ANSWER = N_("ada jawaban yang kosong")
TRUTH = N_("kunci benar atau salah tidak jelas")
UNIT_COUNTS = N_("satuan pada jawaban angka ikut dinilai; itu tidak dapat dipakai")
MANY_UNITS = N_("jawaban angka dengan beberapa satuan tidak dapat dipakai")
MANY_FILES = N_("lebih dari satu berkas diminta; itu tidak dapat dipakai")
FILE_ONLY = N_("hanya berkas yang diminta; teks jawaban tidak ikut diambil")
NO_FILES = N_("berkas lampiran yang tidak wajib tidak ikut diambil")
TEMPLATE = N_("contoh isian jawaban (response template) tidak ikut diambil")
WORDS = N_("batas jumlah kata hanya diambil bila lengkap dan paling banyak %(most)s", most=2000)
GRADING = N_("cara menilai urutan dari Moodle tidak ikut: tiap butir di tempatnya dinilai sama")
SUBSET = N_("semua butir urutan ditanyakan, bukan sebagian")
ITEM_FEEDBACK = N_("umpan balik pada butir urutan tidak ikut diambil")

_Facts = dict[str, Any]


def text_of(node: Node | None) -> str:
    return node.says("text") if node is not None else ""


def rich_of(node: Node | None) -> Rich:
    """A text with the files that stand beside it."""
    text = text_of(node)
    if node is None or not text:
        return NOTHING
    markup = _MARKUPS.get(node.attributes.get("format", ""), Markup.AUTO)
    return Rich(text, markup, tuple(_attachment(file) for file in node.all("file")))


def _attachment(node: Node) -> Attachment:
    folder = node.attributes.get("path", "/").strip("/")
    name = node.attributes.get("name", "")
    is_readable = node.attributes.get("encoding") == "base64"
    return Attachment(f"{folder}/{name}".lstrip("/"), node.text if is_readable else "")


def _decimal(written: str) -> Decimal | None:
    return Decimal(written) if _NUMBER.fullmatch(written) else None


def _is_true(node: Node, tag: str, default: bool) -> bool:
    written = node.says(tag).lower()
    return written in ("true", "1") if written else default


def _answers(node: Node) -> list[Choice]:
    return [
        Choice(
            text=rich_of(answer),
            fraction=weights.read_weight(answer.attributes.get("fraction", "0"), answer.line),
            feedback=rich_of(answer.first("feedback")),
        )
        for answer in node.all("answer")
    ]


def _choices(node: Node) -> _Facts:
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


def _truth(node: Node) -> _Facts:
    found = {choice.text.text.lower(): choice for choice in _answers(node)}
    choices = tuple(
        replace(found[text], text=Rich(text)) for text in ("true", "false") if text in found
    )
    if [choice.fraction for choice in choices] not in ([WHOLE, 0], [0, WHOLE]):
        raise RefusedError(TRUTH)
    return {"kind": Kind.TRUE_FALSE, "choices": choices}


def _short(node: Node) -> _Facts:
    choices = tuple(_answers(node))
    if not all(choice.text for choice in choices):
        raise RefusedError(EMPTY_ANSWER)
    _check_accepted([choice.fraction for choice in choices])
    is_sensitive = _is_true(node, "usecase", False)
    return {"kind": Kind.SHORT_ANSWER, "choices": choices, "case_sensitive": is_sensitive}


def _numeric(node: Node) -> _Facts:
    numbers = tuple(_number(answer) for answer in node.all("answer"))
    _check_accepted([each.fraction for each in numbers if each.value is not None])
    return {"kind": Kind.NUMERIC, "numbers": numbers, "unit": _unit(node)}


def _number(answer: Node) -> Number:
    text, given = text_of(answer), answer.says("tolerance") or "0"
    value, tolerance = _decimal(text), _decimal(given)
    if (value is None and text != "*") or tolerance is None:
        wrong = given if tolerance is None else text
        raise RefusedError(N_('"%(written)s" bukan angka', written=wrong[:40]), answer.line)
    fraction = weights.read_weight(answer.attributes.get("fraction", "0"), answer.line)
    return Number(value, abs(tolerance), fraction, rich_of(answer.first("feedback")))


def _unit(node: Node) -> str:
    """One that is only shown: asked for, it would be worth something, or numbers in it convert."""
    if node.says("unitgradingtype", "0") != "0":
        raise RefusedError(UNIT_COUNTS)
    units = node.first("units")
    found = list(units.all("unit")) if units is not None else []
    if not found or node.says("showunits") == _NO_UNIT:
        return ""
    if len(found) > 1 or _decimal(found[0].says("multiplier", "1")) != 1:
        raise RefusedError(MANY_UNITS)
    return " ".join(found[0].says("unit_name").split())


def _check_accepted(fractions: Sequence[int]) -> None:
    if WHOLE not in fractions:
        raise RefusedError(weights.NO_RIGHT_ANSWER)


def _matching(node: Node) -> _Facts:
    pairs = tuple(
        Pair(rich_of(each), text_of(each.first("answer"))) for each in node.all("subquestion")
    )
    if sum(bool(pair.left) for pair in pairs) < 2:
        raise RefusedError(N_("hanya satu pasangan"))
    if not all(pair.right for pair in pairs):
        raise RefusedError(EMPTY_ANSWER)
    return {"kind": Kind.MATCHING, "pairs": pairs}


def _ordering(node: Node) -> _Facts:
    """The answers stand in their right order; what Moodle writes as fraction is their place."""
    answers = list(node.all("answer"))
    if len(answers) < 2:
        raise RefusedError(ONE_ANSWER)
    reasons = {
        GRADING: node.says("gradingtype") not in ("", "ABSOLUTE_POSITION"),
        SUBSET: node.says("selecttype") in ("RANDOM", "CONTIGUOUS"),
        ITEM_FEEDBACK: any(text_of(answer.first("feedback")) for answer in answers),
    }
    choices = tuple(Choice(rich_of(answer), WHOLE) for answer in answers)
    return {"kind": Kind.ORDERING, "choices": choices, "notes": _true(reasons)}


def _essay(node: Node) -> _Facts:
    """An essay that must come with a file is one for files."""
    required, offered = _count(node, "attachmentsrequired"), _count(node, "attachments")
    if required > 1:
        raise RefusedError(MANY_FILES)
    facts: _Facts = {"kind": Kind.FILE if required else Kind.ESSAY}
    facts["model"] = rich_of(node.first("graderinfo"))
    limits = _count(node, "minwordlimit"), _count(node, "maxwordlimit")
    are_whole = 1 <= limits[0] <= limits[1] <= _MOST_WORDS
    if are_whole and not required:
        facts["words"] = limits
    reasons = {
        FILE_ONLY: bool(required) and node.says("responseformat", "editor") != "noinline",
        NO_FILES: not required and offered != 0,
        TEMPLATE: bool(text_of(node.first("responsetemplate"))),
        WORDS: any(limits) and not are_whole and not required,
    }
    return {**facts, "notes": _true(reasons)}


def _count(node: Node, tag: str) -> int:
    written = node.says(tag)
    return int(written) if re.fullmatch(r"-?\d{1,6}", written, re.ASCII) else 0


def _true(reasons: dict[Words, bool]) -> tuple[Words, ...]:
    return tuple(reason for reason, is_so in reasons.items() if is_so)


READERS: dict[str, Callable[[Node], _Facts]] = {
    "multichoice": _choices,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "essay": _essay,
    "ordering": _ordering,
}
