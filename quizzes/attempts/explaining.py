"""A question after its quiz, line by line: what was answered, and what is right.

Own answers may be shown without the key: then only of the whole answer is said how right it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from quizzes.attempts import scoring, typed
from quizzes.attempts.papers import PaperQuestion


@dataclass(frozen=True)
class Line:
    """`html` is a choice, a left side, or what was typed; a pair has its right side, and what was
    paired instead. What was typed may be right in part."""

    html: str
    is_right: bool
    is_chosen: bool
    why: str = ""
    right: str = ""
    given: str = ""
    is_partly: bool = False


def lines_of(question: PaperQuestion, chosen: Sequence[str], why: Mapping[str, str]) -> list[Line]:
    """`why` says why an option or an accepted answer is right or wrong, by its key or text."""
    if question.targets:
        return _pairs(question, chosen)
    if question.accepted:
        return _typed(question, chosen, why)
    return [
        Line(
            option.text,
            is_right=option.key in question.correct,
            is_chosen=option.key in chosen,
            why=why.get(option.key, "") if option.key in chosen else "",
        )
        for option in question.options
    ]


def _pairs(question: PaperQuestion, chosen: Sequence[str]) -> list[Line]:
    texts = {target.key: target.text for target in question.targets}
    right_of = dict(pair.split("=") for pair in question.correct)
    given = dict(pair.split("=") for pair in chosen)
    return [
        Line(
            option.text,
            is_right=given.get(option.key) == right_of[option.key],
            is_chosen=option.key in given,
            right=texts[right_of[option.key]],
            given=texts.get(given.get(option.key, ""), ""),
        )
        for option in question.options
    ]


def _typed(question: PaperQuestion, chosen: Sequence[str], why: Mapping[str, str]) -> list[Line]:
    """What was typed, and the best answers where it is not one of them."""
    best = [each for each in question.accepted if each.fraction == scoring.WHOLE_FRACTION]
    own = [
        Line(
            escape(text),
            is_right=scoring.credit(question, [text]) == 1,
            is_partly=0 < scoring.credit(question, [text]) < 1,
            is_chosen=True,
            why=next((why.get(each.text, "") for each in scoring.fitting(question, text)), ""),
        )
        for text in chosen
    ]
    if any(line.is_right for line in own):
        return own
    return own + [
        Line(escape(_written(question, each.text)), is_right=True, is_chosen=False) for each in best
    ]


def _written(question: PaperQuestion, accepted: str) -> str:
    if question.kind == "numeric":
        return f"{typed.write_number(accepted)} {question.unit}".strip()
    return typed.write_wording(accepted)


class Verdict(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MARKED = "marked"  # a person judges it
    NONE = "none"  # not answered


def verdict_on(question: PaperQuestion, chosen: Sequence[str]) -> Verdict:
    if not chosen:
        return Verdict.NONE
    if question.kind in scoring.MARKED:
        return Verdict.MARKED
    earned = scoring.credit(question, chosen)
    if earned == 1:
        return Verdict.RIGHT
    return Verdict.PARTLY if earned > 0 else Verdict.WRONG


def own_lines(question: PaperQuestion, chosen: Sequence[str]) -> list[str]:
    """What was answered, as HTML, in the order of the paper."""
    if question.targets:
        texts = {target.key: target.text for target in question.targets}
        given = dict(pair.split("=") for pair in chosen)
        return [
            f"{option.text}: {escape(texts[given[option.key]])}"
            for option in question.options
            if option.key in given
        ]
    if question.options:
        return [option.text for option in question.options if option.key in chosen]
    return [] if question.kind == scoring.FILE else [escape(text) for text in chosen]
