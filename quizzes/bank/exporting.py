"""The quizzes and questions of a training, written back as files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from courses.trainings.models import Training
from lms.content_fields import WRITTEN
from lms.content_writing import yaml_bytes
from quizzes.bank import queries, settings
from quizzes.bank.entries import HEADER
from quizzes.bank.models import Quiz
from quizzes.bank.queries import Standing
from quizzes.bank.reading import BANK_FILE
from quizzes.bank.schema import QuizFile

_ORDER = ("key", "module", "level", "kind", "status", "section", "edition", "markup", "stem")
_LAST = ("explanation",)


def quiz_files(training: Training) -> dict[str, bytes]:
    """A file a quiz with the questions it is the first to ask, and one with those no quiz asks."""
    standing = queries.standing_of(training.curriculum_id)
    linked = queries.linked_keys(training.id)
    written: set[str] = set()
    found = {}
    for quiz, module, parallel in queries.quizzes_of(training.id):
        keys = linked.get(quiz.id, [])
        own = [key for key in keys if key not in written and _belongs(standing[key], module)]
        file = _settings(quiz, module, parallel)
        file["questions"] = _entries(standing[key] for key in own)
        if also := [key for key in keys if key not in own]:
            file["also"] = also
        found[f"quizzes/{quiz.key}.yaml"] = yaml_bytes(file)
        written |= set(own)
    if rest := [question for key, question in standing.items() if key not in written]:
        found[BANK_FILE] = yaml_bytes({"questions": _entries(rest)})
    return found


def _belongs(question: Standing, module: str | None) -> bool:
    """A module's quiz has no question of another module in its file."""
    return module is None or question.module == module


def _settings(quiz: Quiz, module: str | None, parallel: str | None) -> dict[str, Any]:
    file = QuizFile.model_construct(**settings.held(quiz, module, parallel))
    return file.model_dump(exclude_defaults=True, context=WRITTEN, exclude={"questions", "also"})


def _entries(questions: Iterable[Standing]) -> list[dict[str, Any]]:
    return [_entry(question) for question in questions]


def _entry(question: Standing) -> dict[str, Any]:
    """Where it belongs first, the explanation last; what is empty goes without saying."""
    header = {name: str(getattr(question, name)) for name in HEADER if getattr(question, name)}
    written = header | question.source
    middle = [name for name in written if name not in _ORDER + _LAST]
    return {name: written[name] for name in (*_ORDER, *middle, *_LAST) if name in written}
