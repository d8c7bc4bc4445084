"""What may be said of an answer before it is handed in: it is taken as it is, but looks unmeant.

Nothing here tells whether an answer is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from quizzes.attempts import typed
from quizzes.attempts.papers import PAIRING, PaperQuestion


class Remark(StrEnum):
    UNFINISHED = "unfinished"  # begun, but not every row has its pair or place
    SAME_PLACE = "same_place"  # two things at one place of an order
    NO_NUMBER = "no_number"
    WORDS = "words"  # fewer or more than asked for


def remark_on(question: PaperQuestion, choices: Sequence[str]) -> Remark | None:
    if not choices:
        return None
    if question.kind in PAIRING:
        return _on_pairs(question, choices)
    if question.kind == "numeric":
        is_number = typed.read_number(choices[0], question.unit) is not None
        return None if is_number else Remark.NO_NUMBER
    if question.words is not None:
        least, most = question.words
        return None if least <= len(choices[0].split()) <= most else Remark.WORDS
    return None


def _on_pairs(question: PaperQuestion, choices: Sequence[str]) -> Remark | None:
    places = [pair.partition("=")[2] for pair in choices]
    if question.kind == "ordering" and len(set(places)) < len(places):
        return Remark.SAME_PLACE
    return Remark.UNFINISHED if len(choices) < len(question.options) else None
