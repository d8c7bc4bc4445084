"""When a quiz takes a question in or lets it go."""

from __future__ import annotations

import pytest

from quizzes.authoring.rules import Place, refusal_to_add, refusal_to_remove


@pytest.mark.parametrize(
    ("draw", "total", "approved", "counts", "is_refused"),
    [
        (None, 2, 2, True, False),
        (None, 1, 1, True, True),
        (None, 1, 0, False, True),
        (5, 6, 6, True, False),
        (5, 5, 5, True, True),
        (5, 6, 5, True, True),
        (5, 6, 5, False, False),
        (5, 6, 4, False, False),
        (5, 6, 4, True, True),
    ],
)
def test_a_quiz_keeps_what_it_draws(draw, total, approved, counts, is_refused):
    place = Place(draw, total, approved, counts, "", "PS-01")
    assert (refusal_to_remove(place) is not None) is is_refused


@pytest.mark.parametrize(
    ("quiz", "question", "is_refused"),
    [("", "", False), ("", "PS-01", False), ("PS-01", "PS-01", False), ("PS-01", "PS-02", True),
     ("PS-01", "", True)],
)  # fmt: skip
def test_a_modules_quiz_asks_about_its_module(quiz, question, is_refused):
    assert (refusal_to_add(Place(None, 3, 3, True, quiz, question)) is not None) is is_refused
