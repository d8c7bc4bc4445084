"""An answer as it arrives, from the page's script or from a plain form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request

from quizzes.attempts import scoring
from quizzes.attempts.queries import Sitting

MAX_NUMBER = 1_000_000_000  # databases hold no number of any length
MAX_DIGITS = 10


@dataclass(frozen=True)
class AnswerInput:
    attempt: int  # the attempt's number: an old page must not write into a newer attempt
    sequence: int
    choices: list[str]

    def fits(self, question: scoring.PaperQuestion) -> bool:
        return scoring.fits(question, self.choices)

    def is_for(self, sitting: Sitting) -> bool:
        return self.attempt == sitting.number

    @property
    def says_nothing(self) -> bool:
        """Nothing chosen where nothing was stored: going on without an answer."""
        return not self.choices and self.sequence == 1


def from_json(data: object) -> AnswerInput | None:
    """None where it is not an answer at all."""
    if not isinstance(data, Mapping):
        return None
    return _checked(data.get("attempt"), data.get("sequence"), data.get("choices"))


def from_form(request: Request) -> AnswerInput | None:
    form = request.form
    return _checked(
        _whole(form.get("pengerjaan", "")),
        _whole(form.get("urutan", "")),
        form.getlist("pilihan"),
    )


def _whole(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if is_number else None


def _checked(attempt: Any, sequence: Any, choices: Any) -> AnswerInput | None:
    if type(attempt) is not int or type(sequence) is not int:  # True is no number here
        return None
    if not 1 <= sequence <= MAX_NUMBER or not 1 <= attempt <= MAX_NUMBER:
        return None
    if not isinstance(choices, list):
        return None
    if not all(isinstance(choice, str) for choice in choices):
        return None
    return AnswerInput(attempt, sequence, sorted(choices))
