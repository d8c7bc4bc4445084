"""Reads Aiken: a question, its lettered choices, and `ANSWER:` with the letter of the right one.

Everything is plain text. A question ends with its answer or at a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lms.words import N_
from quizzes.exchange.items import (
    WHOLE,
    Choice,
    Format,
    Item,
    Kind,
    Reading,
    RefusedError,
    Remark,
    Rich,
)

ANSWER = re.compile(r"\s*ANSWER\s*:\s*(.*?)\s*", re.IGNORECASE)
OPTION = re.compile(r"\s*([A-Za-z])[.)]\s*(.*?)\s*")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_LINES = 200

TOO_LONG = N_("soalnya terlalu panjang")
NO_QUESTION = N_("tidak ada pertanyaan sebelum pilihan atau kunci jawaban")
NO_OPTIONS = N_("tidak ada pilihan jawaban")
ONE_OPTION = N_("hanya satu pilihan jawaban")
NO_KEY = N_("tidak ada baris ANSWER setelah pilihan")

_Line = tuple[int, str]


def read_aiken(text: str) -> Reading:
    items: list[Item] = []
    refusals: list[Remark] = []
    for lines in _blocks(text):
        try:
            items.append(_question(lines))
        except RefusedError as error:
            line = error.line or lines[0][0]
            refusals.append(Remark(line, lines[0][1].strip()[:60], error.reason))
    return Reading(Format.AIKEN, tuple(items), tuple(refusals))


def _blocks(text: str) -> Iterator[list[_Line]]:
    lines: list[_Line] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            lines.append((number, line))
        if lines and (not line.strip() or ANSWER.fullmatch(line)):
            yield lines
            lines = []
    if lines:
        yield lines


def _question(lines: Sequence[_Line]) -> Item:
    if len(lines) > _MOST_LINES:
        raise RefusedError(TOO_LONG)
    _check_begin(lines)
    stem: list[str] = []
    texts: list[str] = []
    key = None
    for number, line in lines:
        if match := ANSWER.fullmatch(line):
            key = match[1]
        elif stem and (match := OPTION.fullmatch(line)):
            _check_letter(match[1], match[2], len(texts), number)
            texts.append(match[2])
        elif texts:
            raise RefusedError(
                N_('baris "%(line)s" bukan pilihan dan bukan ANSWER', line=line.strip()[:40]),
                number,
            )
        else:
            stem.append(line.strip())
    _check(texts, key)
    right = _LETTERS[: len(texts)].find((key or "").upper())
    if len(key or "") != 1 or right < 0:
        raise RefusedError(
            N_('kunci "%(key)s" tidak ada di antara pilihan', key=(key or "")[:20]), lines[-1][0]
        )
    choices = tuple(
        Choice(Rich(text), WHOLE if place == right else 0) for place, text in enumerate(texts)
    )
    return Item(lines[0][0], Kind.SINGLE, Rich(" ".join(stem)), choices=choices)


def _check_letter(letter: str, text: str, place: int, line: int) -> None:
    if place >= len(_LETTERS) or letter.upper() != _LETTERS[place]:
        raise RefusedError(N_("pilihan %(letter)s tidak urut", letter=letter), line)
    if not text:
        raise RefusedError(N_("pilihan %(letter)s kosong", letter=letter), line)


def _check_begin(lines: Sequence[_Line]) -> None:
    """A first line with the letter A may be a question; two with A and B are choices."""
    letters = [match[1] for _, line in lines[:2] if (match := OPTION.fullmatch(line))]
    if ANSWER.fullmatch(lines[0][1]) or letters == ["A", "B"]:
        raise RefusedError(NO_QUESTION)


def _check(texts: Sequence[str], key: str | None) -> None:
    if not texts:
        raise RefusedError(NO_OPTIONS)
    if key is None:
        raise RefusedError(NO_KEY)
    if len(texts) < 2:
        raise RefusedError(ONE_OPTION)
