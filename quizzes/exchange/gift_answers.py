"""Reads what stands in the braces of a GIFT question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.words import N_
from quizzes.exchange import weights
from quizzes.exchange.gift_text import Piece, read_rich, show
from quizzes.exchange.items import (
    NOTHING,
    WHOLE,
    Choice,
    Kind,
    Markup,
    Number,
    Pair,
    RefusedError,
    Rich,
)

_MOST_ANSWERS = 100
_MARKER = re.compile(r"[=~]")
_WEIGHT = re.compile(r"\s*%([^%\s]{1,12})%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_NUMBER = r"[+-]?\d{1,30}(?:\.\d{1,30})?"
_TOLERANT = re.compile(rf"({_NUMBER})(?:\s*:\s*({_NUMBER}))?", re.ASCII)
_FROM_TO = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})", re.ASCII)

TOO_MANY = N_("lebih dari %(limit)s jawaban", limit=_MOST_ANSWERS)
STRAY = N_("ada teks sebelum jawaban pertama; awali setiap jawaban dengan = atau ~")
EMPTY_ANSWER = N_("ada jawaban yang kosong")
ONE_ANSWER = N_("hanya satu pilihan jawaban")
ONE_PAIR = N_("hanya satu pasangan")
NO_ARROW = N_('pasangan tanpa "->"')
PAIR_FEEDBACK = N_("pasangan tidak dapat diberi umpan balik; tulis \\# bila bagian dari teks")
ORDERING = N_("soal mengurutkan dalam GIFT tidak dapat dibaca; kirim sebagai Moodle XML")
TRUTH_SPELLING = N_("tulis TRUE atau FALSE dengan huruf besar")


@dataclass(frozen=True)
class Answers:
    kind: Kind
    choices: tuple[Choice, ...] = ()
    numbers: tuple[Number, ...] = ()
    pairs: tuple[Pair, ...] = ()
    feedback: Rich = NOTHING


@dataclass(frozen=True)
class _Answer:
    """One answer with its marker, "" where it has none; no weight was written: None."""

    marker: str
    fraction: int | None
    body: Piece
    feedback: Rich

    @property
    def weight(self) -> int:
        if self.fraction is not None:
            return self.fraction
        return 0 if self.marker == "~" else WHOLE


def read_answers(piece: Piece, markup: Markup) -> Answers:
    """Read the answers; texts without a mark of their own are marked up as the stem is."""
    end = piece.text.rfind("####")
    feedback = read_rich(piece.text[end + 4 :], markup) if end >= 0 else NOTHING
    body = piece.cut(0, end) if end >= 0 else piece
    kind, facts = _read(body.stripped(), markup)
    return Answers(kind, feedback=feedback, **facts)


def _read(body: Piece, markup: Markup) -> tuple[Kind, dict[str, Any]]:
    if not body.text:
        return Kind.ESSAY, {}
    if body.text.startswith(">"):
        raise RefusedError(ORDERING, body.line)
    if body.text.startswith("#"):
        return Kind.NUMERIC, {"numbers": tuple(_numbers(body.cut(1).stripped(), markup))}
    if "~" in body.text:
        return _choices(body, markup)
    if "=" in body.text and "->" in body.text:
        return Kind.MATCHING, {"pairs": tuple(_pairs(body, markup))}
    truth = body.text.partition("#")[0].strip()
    if truth in _TRUTH:
        return Kind.TRUE_FALSE, {"choices": _truth(body, _TRUTH[truth], markup)}
    if truth.upper() in _TRUTH:
        raise RefusedError(TRUTH_SPELLING, body.line)
    answers = list(_answers(body, markup))
    accepted = tuple(_choice(each, markup) for each in answers)
    if not any(choice.fraction == WHOLE for choice in accepted):
        raise RefusedError(weights.NO_RIGHT_ANSWER)
    return Kind.SHORT_ANSWER, {"choices": accepted}


def _answers(body: Piece, markup: Markup) -> Iterator[_Answer]:
    return (_answer(marker, piece, markup) for marker, piece in _cut(body))


def _cut(body: Piece) -> Iterator[tuple[str, Piece]]:
    """Cut at the markers. Without any, the whole is one answer."""
    starts = [match.start() for match in _MARKER.finditer(body.text)]
    if not starts:
        yield "", body
        return
    if len(starts) > _MOST_ANSWERS:
        raise RefusedError(TOO_MANY, body.line)
    if body.text[: starts[0]].strip():
        raise RefusedError(STRAY, body.line)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield body.text[start], body.cut(start + 1, end)


def _answer(marker: str, piece: Piece, markup: Markup) -> _Answer:
    match = _WEIGHT.match(piece.text)
    line = piece.stripped().line
    fraction = weights.read_weight(match[1], line) if match else None
    rest = piece.cut(match.end()) if match else piece
    text, has_feedback, feedback = rest.text.partition("#")
    rich = read_rich(feedback, markup) if has_feedback else NOTHING
    return _Answer(marker, fraction, Piece(text, rest.line).stripped(), rich)


def _choice(answer: _Answer, markup: Markup) -> Choice:
    text = read_rich(answer.body.text, markup)
    if not text:
        raise RefusedError(EMPTY_ANSWER, answer.body.line)
    return Choice(text, answer.weight, answer.feedback)


def _choices(body: Piece, markup: Markup) -> tuple[Kind, dict[str, Any]]:
    answers = list(_answers(body, markup))
    if len(answers) < 2:
        raise RefusedError(ONE_ANSWER, body.line)
    choices = tuple(_choice(each, markup) for each in answers)
    is_single = any(each.marker == "=" for each in answers)
    check = weights.check_single if is_single else weights.check_multiple
    check(choices)
    return (Kind.SINGLE if is_single else Kind.MULTIPLE), {"choices": choices}


def _truth(body: Piece, is_true: bool, markup: Markup) -> tuple[Choice, ...]:
    """Feedback comes first for the wrong answer, then for the right one."""
    feedback = [read_rich(each, markup) for each in body.text.split("#")[1:3]]
    wrong, right = (*feedback, NOTHING, NOTHING)[:2]
    return tuple(
        Choice(Rich(text), WHOLE if truth is is_true else 0, right if truth is is_true else wrong)
        for text, truth in (("true", True), ("false", False))
    )


def _pairs(body: Piece, markup: Markup) -> Iterator[Pair]:
    """A pair has neither weight nor feedback: "%50%" is part of its text."""
    pieces = [piece.stripped() for _marker, piece in _cut(body)]
    if len(pieces) < 2:
        raise RefusedError(ONE_PAIR, body.line)
    for piece in pieces:
        left, arrow, right = piece.text.partition("->")
        if not arrow:
            raise RefusedError(NO_ARROW, piece.line)
        if "#" in piece.text:
            raise RefusedError(PAIR_FEEDBACK, piece.line)
        if not right.strip():
            raise RefusedError(EMPTY_ANSWER, piece.line)
        yield Pair(read_rich(left, markup), " ".join(show(right).split()))


def _numbers(body: Piece, markup: Markup) -> Iterator[Number]:
    answers: Sequence[_Answer] = list(_answers_of_numbers(body, markup))
    if not any(each.weight == WHOLE for each in answers if each.body.text):
        raise RefusedError(weights.NO_RIGHT_ANSWER)
    for answer in answers:
        yield _number(answer)


def _answers_of_numbers(body: Piece, markup: Markup) -> Iterator[_Answer]:
    """As other answers, but the first may go without a marker: {#3:2 ~#no}."""
    first = _MARKER.search(body.text)
    if first and body.text[: first.start()].strip():
        yield _answer("", body.cut(0, first.start()), markup)
        body = body.cut(first.start())
    yield from _answers(body, markup)


def _number(answer: _Answer) -> Number:
    text = show(answer.body.text)
    if text in ("", "*"):
        return Number(None, Decimal(0), answer.fraction or 0, answer.feedback)
    if match := _TOLERANT.fullmatch(text):
        value, tolerance = Decimal(match[1]), Decimal(match[2] or 0)
    elif match := _FROM_TO.fullmatch(text):
        low, high = sorted((Decimal(match[1]), Decimal(match[2])))
        value, tolerance = (low + high) / 2, (high - low) / 2
    else:
        raise RefusedError(N_('"%(written)s" bukan angka', written=text[:40]), answer.body.line)
    return Number(value, abs(tolerance), answer.weight, answer.feedback)
