"""Reads Moodle XML: `<quiz>` with one `<question type="…">` after another.

A type that is not known, or known and not a question, is listed by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lms.words import N_, InputError
from quizzes.exchange import weights
from quizzes.exchange.items import (
    Format,
    Item,
    Reading,
    RefusedError,
    Remark,
    category_path,
)
from quizzes.exchange.moodle_answers import READERS, rich_of, text_of
from quizzes.exchange.xml_tree import Node, read_xml

_NOT_TAKEN = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint")

NOT_MOODLE = N_("Berkas XML ini bukan bank soal Moodle (<quiz>)")
NO_STEM = N_("pertanyaannya kosong")


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
            category = category_path(text_of(node.first("category")))
            continue
        try:
            items.append(replace(_question(node), category=category))
        except RefusedError as error:
            refusals.append(Remark(error.line or node.line, _name(node), error.reason))
    return Reading(Format.MOODLE, tuple(items), tuple(refusals), tuple(_left_out(questions)))


def _left_out(questions: Sequence[Node]) -> list[Remark]:
    """Say once what of Moodle's questions has no place here; Moodle writes it into nearly all."""
    found = [node for node in questions if any(text_of(node.first(tag)) for tag in _NOT_TAKEN)]
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
    if kind not in READERS:
        raise RefusedError(N_("jenis %(kind)s tidak dapat diimpor", kind=kind[:40] or "?"))
    stem = rich_of(node.first("questiontext"))
    if not stem:
        raise RefusedError(NO_STEM)
    facts = READERS[kind](node)
    return Item(
        line=node.line,
        stem=stem,
        name=_name(node),
        feedback=rich_of(node.first("generalfeedback")),
        points=_points(node),
        tags=_tags(node),
        **facts,
    )


def _name(node: Node) -> str:
    return " ".join(text_of(node.first("name")).split())[:200]


def _tags(node: Node) -> tuple[str, ...]:
    tags = node.first("tags")
    return tuple(text_of(tag)[:60] for tag in tags.all("tag")) if tags is not None else ()


def _points(node: Node) -> int:
    written = node.says("defaultgrade", "1")
    points = weights.read_points(written)
    if points is None:
        raise RefusedError(N_('nilai soal "%(points)s" tidak dapat dipakai', points=written[:20]))
    return points
