"""How a quiz is taken, as its file writes it, as the bank holds it, and as people change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizzes.bank.models import Quiz, QuizKind
from quizzes.bank.schema import QuizFile
from quizzes.bank.shown import Shown

SHOWN = ("score_shown", "answers_shown", "explanations_shown")
_COLUMNS = {
    "title": "title",
    "minutes": "minutes",
    "attempts": "attempts_allowed",
    "pass_mark": "pass_mark",
    "draw": "draw",
    "wrong_cost": "wrong_cost",
    "needs_presence": "needs_presence",
    "shown_from": "shown_from",
} | {name: name for name in SHOWN}

CHANGEABLE = tuple(name for name in _COLUMNS if name != "title")  # on screen
SHARED = ("minutes", "draw")  # the same in parallel quizzes: their papers take as long


def written(file: QuizFile) -> dict[str, Any]:
    """What a file says, beside its questions."""
    return {name: getattr(file, name) for name in ("key", "kind", "module", "parallel", *_COLUMNS)}


def held(quiz: Quiz, module: str | None, parallel: str | None) -> dict[str, Any]:
    """The same of a quiz of the bank; its module and its parallel quiz are named by their keys."""
    facts = {name: getattr(quiz, column) for name, column in _COLUMNS.items()}
    shown = {name: facts[name].value for name in SHOWN}
    return facts | shown | {
        "key": quiz.key, "kind": quiz.kind.value, "module": module, "parallel": parallel,
    }  # fmt: skip


def keep(quiz: Quiz, file: QuizFile, module_id: int | None) -> None:
    for name, column in _COLUMNS.items():
        setattr(quiz, column, getattr(file, name))
    for name in SHOWN:
        setattr(quiz, name, Shown(getattr(file, name)))
    quiz.kind, quiz.module_id = QuizKind(file.kind), module_id


def facts(quiz: Quiz) -> dict[str, Any]:
    """What people may change, by the names of the file."""
    return {name: getattr(quiz, _COLUMNS[name]) for name in CHANGEABLE}


def change(quiz: Quiz, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(quiz, _COLUMNS[name], value)
