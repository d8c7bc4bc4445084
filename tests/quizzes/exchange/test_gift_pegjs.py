"""Our GIFT reader and gift-pegjs, which was written by others, see the same in the same text."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.exchange.gift import read_gift
from quizzes.exchange.gift_writer import write_gift
from quizzes.exchange.items import WHOLE, Item, Kind
from tests.quizzes.exchange.conftest import FILES
from tests.quizzes.exchange.making import items

NODE = Path(__file__).parent / "node"
KINDS = {
    Kind.SINGLE: "MC",
    Kind.MULTIPLE: "MC",
    Kind.TRUE_FALSE: "TF",
    Kind.SHORT_ANSWER: "Short",
    Kind.NUMERIC: "Numerical",
    Kind.MATCHING: "Matching",
    Kind.ESSAY: "Essay",
}

pytestmark = pytest.mark.skipif(
    not (NODE / "node_modules" / "gift-pegjs").is_dir() and "CI" not in os.environ,
    reason="gift-pegjs is not installed here: deploy/bootstrap.sh test does it",
)


def parsed(texts: list[str]) -> list[dict[str, Any]]:
    """All texts in one start of node."""
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, "parse.cjs"], cwd=NODE, input=json.dumps(texts), capture_output=True, text=True,
        check=True, timeout=180,
    )  # fmt: skip
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def seen_by_us(item: Item) -> dict[str, Any]:
    choices = item.choices if item.kind is not Kind.TRUE_FALSE else ()
    return {
        "type": KINDS[item.kind],
        "title": item.name or None,
        "stem": (item.stem.markup.value, item.stem.text),
        "choices": [
            (each.text.text, each.fraction, each.feedback.text or None) for each in choices
        ],
        "is_true": item.choices[0].fraction == WHOLE if item.kind is Kind.TRUE_FALSE else None,
        "numbers": [
            (float(each.value), float(each.tolerance))
            for each in item.numbers
            if each.value is not None
        ],
        "pairs": [(pair.left.text, pair.right) for pair in item.pairs],
        "feedback": item.feedback.text or None,
    }


def seen_by_them(question: dict[str, Any]) -> dict[str, Any]:
    kind = question["type"]
    choices = question.get("choices") or []
    if isinstance(choices, dict):  # a number alone
        choices = [{"text": choices, "feedback": None}]
    is_numeric = kind == "Numerical"
    return {
        "type": kind,
        "title": question["title"],
        "stem": (question["stem"]["format"], question["stem"]["text"]),
        "choices": [] if is_numeric else [
            (each["text"]["text"], _fraction(each), (each["feedback"] or {}).get("text"))
            for each in choices
        ],
        "is_true": question.get("isTrue"),
        "numbers": [
            (each["text"]["number"], each["text"].get("range", 0))
            for each in choices
            if is_numeric and "number" in each["text"]
        ],
        "pairs": [
            (pair["subquestion"]["text"], pair["subanswer"])
            for pair in question.get("matchPairs") or []
        ],
        "feedback": (question["globalFeedback"] or {}).get("text"),
    }  # fmt: skip


def _fraction(choice: dict[str, Any]) -> int:
    if choice["weight"] is None:
        return WHOLE if choice["isCorrect"] else 0
    return round(choice["weight"] * WHOLE / 100)


def agree(text: str, theirs: dict[str, Any]) -> None:
    assert "error" not in theirs, (text, theirs)
    questions = [each for each in theirs["questions"] if each["type"] != "Category"]
    ours = read_gift(text)
    assert not ours.refusals, (text, ours.refusals)
    assert [seen_by_us(item) for item in ours.items] == [seen_by_them(each) for each in questions]


def is_common(item: Item) -> bool:
    """Leave out where the other parser is known to differ from Moodle or from what is written.

    It has no `~` among numbers after a marker-less one, takes a right side's "->" for the next
    arrow, and a text of its own "[word]" or "//" for a mark.
    """
    texts = [item.stem.text, item.name, item.feedback.text, *(pair.right for pair in item.pairs)]
    texts += [rich.text for choice in item.choices for rich in (choice.text, choice.feedback)]
    texts += [pair.left.text for pair in item.pairs]
    texts += [number.feedback.text for number in item.numbers]
    return not any(sign in text for text in texts for sign in ("->", "[", "//", "\\", "%"))


@given(st.lists(items().filter(is_common), min_size=20, max_size=20))
@settings(
    max_examples=8, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_generated_questions_mean_the_same_to_both(made):
    texts = [write_gift([replace(item, category="", tags=())]).text for item in made]
    for text, theirs in zip(texts, parsed(texts), strict=True):
        agree(text, theirs)


def test_written_by_hand_questions_mean_the_same_to_both():
    names = ("gift_basic.gift", "gift_escapes.gift", "gift_negative.gift", "gift_html_script.gift")
    texts = [(FILES / name).read_text() for name in names]
    for text, theirs in zip(texts, parsed(texts), strict=True):
        agree(text, theirs)
