"""An answer as it arrives, from the page's script or from a plain form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Request

from quizzes.attempts import papers, scoring
from quizzes.attempts.keeping import UNSTAMPED, Stamp
from quizzes.attempts.queries import Sitting

MAX_NUMBER = 1_000_000_000  # databases hold no number of any length
MAX_DIGITS = 10
MAX_SECONDS = 4_102_444_800  # the year 2100; a clock that says more says nothing


@dataclass(frozen=True)
class AnswerInput:
    attempt: int  # the attempt's number: an old page must not write into a newer attempt
    sequence: int
    choices: list[str]
    stamp: Stamp = UNSTAMPED

    def cleaned(self, question: papers.PaperQuestion) -> AnswerInput:
        return replace(self, choices=scoring.cleaned(question, self.choices))

    def fits(self, question: papers.PaperQuestion) -> bool:
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
    answer = _checked(data.get("attempt"), data.get("sequence"), data.get("choices"))
    key = _uuid(data.get("key"))
    if answer is None or (key is None and data.get("key") is not None):
        return None
    page = _uuid(data.get("page")) or ""
    return replace(answer, stamp=Stamp(key, page, _moment(data.get("made_at"))))


def attempt_named(data: object) -> int | None:
    """Which attempt an open page is about."""
    number = data.get("attempt") if isinstance(data, Mapping) else None
    return number if type(number) is int else None


def _uuid(text: object) -> str | None:
    try:
        return str(UUID(text)) if isinstance(text, str) else None
    except ValueError:
        return None


def _moment(seconds: object) -> datetime | None:
    """A phone whose clock is wrong must not lose its answer, so nothing here is refused."""
    if type(seconds) is not int or not 0 < seconds < MAX_SECONDS:
        return None
    return datetime.fromtimestamp(seconds, UTC)


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
    return AnswerInput(attempt, sequence, choices)
