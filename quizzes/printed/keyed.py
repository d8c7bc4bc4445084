"""What is keyed from a sheet, question by question, and what it says: letters, numbers, texts.

On paper the choices of a question are lettered in their order; true and false have their own
letters, B and S. Rows to pair or to order are keyed one sign each, "-" for a row left empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from quizzes.attempts import scoring, typed
from quizzes.attempts.papers import PAIRING, TRUE_FALSE, PaperQuestion

EMPTY = "-"
_APART = re.compile(r"[\s,;]+")
_BETWEEN = re.compile(r"[\s,;.&+/]+")


def letters_of(question: PaperQuestion) -> dict[str, str]:
    """The letter of each choice, or of each right side, by its key."""
    if question.kind == TRUE_FALSE:
        return {option.key: option.text[0].upper() for option in question.options}
    if question.kind == "ordering":
        return {target.key: target.key for target in question.targets}
    sides = question.targets or question.options
    return {side.key: letter for side, letter in zip(sides, ascii_uppercase, strict=False)}


def read(question: PaperQuestion, text: str) -> list[str] | None:
    """The answer that was keyed; None where it cannot be one."""
    if question.kind in scoring.CHOOSING:
        found = _choices(question, text)
    elif question.kind in PAIRING:
        found = _pairs(question, text)
    else:
        found = [text]
    if found is None:
        return None
    choices = scoring.cleaned(question, found)
    return choices if scoring.fits(question, choices) else None


def _choices(question: PaperQuestion, text: str) -> list[str] | None:
    keys = {letter: key for key, letter in letters_of(question).items()}
    signs = _BETWEEN.sub("", text).upper()
    if signs == EMPTY:
        return []
    return None if set(signs) - set(keys) else [keys[sign] for sign in signs]


def _pairs(question: PaperQuestion, text: str) -> list[str] | None:
    keys = {letter: key for key, letter in letters_of(question).items()} | {EMPTY: ""}
    written = text.strip().upper()
    if written in ("", EMPTY):
        return []
    signs = _APART.split(written) if _APART.search(written) else list(written)
    if len(signs) != len(question.options) or set(signs) - set(keys):
        return None
    rows = zip(question.options, signs, strict=True)
    return [f"{option.key}={keys[sign]}" for option, sign in rows]


def write(question: PaperQuestion, choices: Sequence[str]) -> str:
    """An answer as it would be keyed."""
    letters = letters_of(question)
    if question.kind in scoring.CHOOSING:
        return "".join(letters[key] for key in letters if key in choices)
    if question.kind in PAIRING and choices:
        given = dict(pair.split("=") for pair in choices)
        signs = [
            letters[given[each.key]] if each.key in given else EMPTY for each in question.options
        ]
        return ("" if all(len(sign) == 1 for sign in signs) else " ").join(signs)
    return choices[0] if choices else ""


def is_same(question: PaperQuestion, one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two readings say the same: of texts the words count, of numbers the number."""
    if question.kind not in scoring.LONGEST or not one or not other:
        return list(one) == list(other)
    if question.kind == "numeric":
        numbers = [typed.read_number(text, question.unit) for text in (one[0], other[0])]
        if None not in numbers:
            return numbers[0] == numbers[1]
    words = [typed.plain(text) for text in (one[0], other[0])]
    if not question.is_case_sensitive:
        words = [text.casefold() for text in words]
    return words[0] == words[1]
