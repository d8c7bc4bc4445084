"""Reads GIFT: questions apart by blank lines, `::title::`, a stem, and answers in braces.

    question = ["::" title "::"] stem "{" answers "}" [rest of the stem]
    answers  = "" | "#" numbers | choices | pairs | truth | text, each with ["####" feedback]

What stands after the braces makes a gap in the stem. Outside the braces "=" and ":" are plain
text. `gift_answers` reads what is inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.words import N_
from quizzes.exchange.gift_answers import read_answers
from quizzes.exchange.gift_text import Piece, hide_escapes, read_rich, show
from quizzes.exchange.items import (
    POINT,
    POINTS_TAG,
    Format,
    Item,
    Reading,
    RefusedError,
    Remark,
    category_path,
)
from quizzes.exchange.weights import read_points

GAP = "_____"
_CATEGORY = re.compile(r"\$CATEGORY:(.*)")
_TAG = re.compile(r"\[tag:([^\]\x00-\x1f]{1,60})\]")
_NAME_LENGTH = 200
_MOST_LETTERS = 200_000

NO_ANSWERS = N_("tidak ada jawaban dalam kurung kurawal sebelum baris kosong")
BRACES = N_("kurung kurawal tidak berpasangan; tulis \\{ dan \\} bila bagian dari teks")
TWO_ANSWERS = N_("ada dua kelompok jawaban; pisahkan soal dengan baris kosong")
TITLE = N_('judul tidak ditutup dengan "::"')
TOO_LONG = N_("soalnya terlalu panjang")
NO_STEM = N_("pertanyaannya kosong")
AFTER_BROKEN = N_("mengikuti teks tanpa jawaban; mungkin baris kosong memisahkannya dari awal soal")


@dataclass(frozen=True)
class _Block:
    """The lines of one question, and the category and tags that hold for it."""

    piece: Piece
    category: str
    tags: tuple[str, ...]


def read_gift(text: str) -> Reading:
    items: list[Item] = []
    refusals: list[Remark] = []
    warnings: list[Remark] = []
    is_after_broken = False
    for block in _blocks(text):
        try:
            item = _question(block)
        except RefusedError as error:
            line = error.line or block.piece.line
            refusals.append(Remark(line, _name_of(block.piece), error.reason))
            is_after_broken = error.reason is NO_ANSWERS
            continue
        if is_after_broken and not item.name:
            warnings.append(Remark(item.line, item.stem.text[:60], AFTER_BROKEN))
        is_after_broken = False
        items.append(item)
    return Reading(Format.GIFT, tuple(items), tuple(refusals), tuple(warnings))


def _blocks(text: str) -> Iterator[_Block]:
    """Cut at blank lines. A comment is no line of a question and no end of one either."""
    category, start = "", 0
    lines: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if not bare:
            if lines:
                yield _Block(Piece(hide_escapes("\n".join(lines)), start), category, tuple(tags))
            lines, tags = [], []
        elif bare.startswith("//"):
            tags += [tag.strip() for tag in _TAG.findall(bare)]
            if lines:
                lines.append("")
        elif not lines and (match := _CATEGORY.match(bare)):
            category = category_path(match[1])
        else:
            start = start if lines else number
            lines.append(line)


def _question(block: _Block) -> Item:
    if len(block.piece.text) > _MOST_LETTERS:
        raise RefusedError(TOO_LONG)
    title, rest = _title(block.piece)
    before, answers, after = _parts(rest)
    stem = before.text.rstrip() + (f" {GAP} {after.text.strip()}" if after.text.strip() else "")
    rich = read_rich(stem)
    if not rich:
        raise RefusedError(NO_STEM, block.piece.line)
    found = read_answers(answers, rich.markup)
    return Item(
        line=block.piece.line,
        kind=found.kind,
        stem=rich,
        name=title,
        category=block.category,
        choices=found.choices,
        numbers=found.numbers,
        pairs=found.pairs,
        feedback=found.feedback,
        points=_points(block.tags),
        tags=tuple(tag for tag in block.tags if not tag.startswith(POINTS_TAG)),
    )


def _points(tags: tuple[str, ...]) -> int:
    """What our own writer notes beside a question, as the format has no points."""
    written = next((tag for tag in tags if tag.startswith(POINTS_TAG)), "")
    points = read_points(written.removeprefix(POINTS_TAG)) if written else POINT
    if points is None:
        raise RefusedError(N_('nilai soal "%(points)s" tidak dapat dipakai', points=written[:20]))
    return points


def _title(piece: Piece) -> tuple[str, Piece]:
    piece = piece.stripped()
    if not piece.text.startswith("::"):
        return "", piece
    end = piece.text.find("::", 2)
    if end < 0:
        raise RefusedError(TITLE, piece.line)
    title = " ".join(show(piece.text[2:end]).split())
    return title[:_NAME_LENGTH], piece.cut(end + 2)


def _parts(piece: Piece) -> tuple[Piece, Piece, Piece]:
    """What is before, inside and after the braces."""
    start, end = piece.text.find("{"), piece.text.find("}")
    if start < 0 and end < 0:
        raise RefusedError(NO_ANSWERS, piece.line)
    if start < 0 or end < start:
        raise RefusedError(BRACES, piece.line)
    inside, after = piece.cut(start + 1, end), piece.cut(end + 1)
    if "{" in inside.text:
        raise RefusedError(BRACES, piece.line)
    if "{" in after.text or "}" in after.text:
        raise RefusedError(TWO_ANSWERS if "{" in after.text else BRACES, after.stripped().line)
    return piece.cut(0, start), inside, after


def _name_of(piece: Piece) -> str:
    """What a person finds a question by that could not be read."""
    start = piece.text[:1_000]
    match = re.match(r"\s*::(.+?)::", start, re.DOTALL)
    text = match[1] if match else start
    return " ".join(show(text).split())[:60]
