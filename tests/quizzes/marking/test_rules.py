"""Points as they are typed, and what the buttons give."""

from __future__ import annotations

import pytest

from quizzes.marking.rules import button_points, typed_points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("0", 0),
        ("0,75", 75),
        ("0.75", 75),
        ("0,5", 50),
        (" 1 ", 100),
        ("1,50", 150),
        ("1,51", None),
        ("2", None),
        ("-1", None),
        ("0,755", None),
        (",5", None),
        ("1,", None),
        ("", None),
        ("satu", None),
        ("٣", None),
        ("1e0", None),
        ("9" * 400, None),
    ],
)
def test_points_are_read_with_a_comma_up_to_what_the_question_is_worth(text, points):
    assert typed_points(text, 150) == points


@pytest.mark.parametrize(
    ("button", "most", "points"),
    [
        ("none", 100, 0),
        ("half", 100, 50),
        ("half", 75, 38),
        ("full", 150, 150),
        ("next", 100, None),
        ("", 100, None),
    ],
)
def test_a_button_gives_nothing_half_or_all(button, most, points):
    assert button_points(button, most) == points
