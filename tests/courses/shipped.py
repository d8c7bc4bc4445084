"""The questions shipped with the sample training, read as plain YAML, whole and by edition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

Question = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "courses" / "content" / "bimtek-pendamping-sosial"
EDITIONS = ("2024", "2025")
in_each_edition = pytest.mark.parametrize("edition", EDITIONS)

FILES = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in (FOLDER / "quizzes").glob("*.yaml")
}
TESTS = ("tes-awal", "tes-akhir")
MODULE_QUIZZES = tuple(f"kuis-ps-{number:02}" for number in range(8))
QUESTIONS: list[Question] = [question for quiz in FILES.values() for question in quiz["questions"]]


def answered(questions: list[Question]) -> Iterator[Question]:
    """What a trainee answers: questions, and of a case its parts, under the case's key."""
    for question in questions:
        if question["kind"] != "case":
            yield question
            continue
        for number, part in enumerate(question["parts"], start=1):
            yield part | {"key": f"{question['key']}.{number}", "told": question["stem"]}


ANSWERED = list(answered(QUESTIONS))


def of_kind(*kinds: str) -> list[Question]:
    return [question for question in ANSWERED if question["kind"] in kinds]


def asked(name: str, edition: str) -> list[Question]:
    """The questions of a file that an edition has."""
    return [each for each in FILES[name]["questions"] if each.get("edition", edition) == edition]


def approved(name: str, edition: str) -> list[Question]:
    return [question for question in asked(name, edition) if question["status"] == "approved"]


def singles(name: str, edition: str) -> list[Question]:
    return [each for each in answered(asked(name, edition)) if each["kind"] == "single"]


def by_key(question: Question) -> str:
    return str(question["key"])


def plain(text: str) -> str:
    return " ".join(text.casefold().split())
