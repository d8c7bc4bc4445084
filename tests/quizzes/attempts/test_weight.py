"""A long test on a weak signal: what its page weighs and what it asks of the database."""

from __future__ import annotations

import gzip

from tests import quiz_factories
from tests.courses.shipped import FILES, MODULE_QUIZZES, approved
from tests.quiz_factories import POST_TEST, page

MOST_HTML = 30 * 1024
QUESTIONS = 50


def shipped_questions() -> list[dict]:
    """Real questions of every kind that stands on the page itself; their files have no case."""
    found = [
        {**question, "module": "PS-01", "section": "Hasil belajar", "edition": ""}
        for name in (*MODULE_QUIZZES, "tes-akhir", "tes-awal")
        for question in approved(name, "2024")
        if question["kind"] not in {"case", "file"} and "](" not in str(question)
    ]
    return found[:QUESTIONS]


def test_fifty_questions_weigh_at_most_30_kb_and_cost_what_three_do(
    app, world, ani, choose, statements
):
    assert len(FILES) >= 10
    quiz_factories.make_quiz(app, world.training_id, questions=shipped_questions())
    ani.post(f"{POST_TEST}/mulai")
    choose(1, [])
    with statements() as seen:
        text = page(ani.get(f"{POST_TEST}/kerjakan"))
    assert text.count("data-question=") == QUESTIONS
    weight = len(gzip.compress(text.encode()))
    assert weight <= MOST_HTML, f"{weight / 1024:.1f} KB"
    assert len(seen) <= 6, seen
