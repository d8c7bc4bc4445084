"""The names under which those who write to quizzes wait for each other."""

from __future__ import annotations


def lock_of(attempt_id: int) -> str:
    """The answers of one attempt and its end take turns."""
    return f"attempt:{attempt_id}"


def lock_of_quiz(quiz_id: int) -> str:
    """Beginning attempts, opening and closing take turns, so that a closing misses nobody."""
    return f"quiz:{quiz_id}"


def lock_of_forms(enrolment_id: int) -> str:
    """The two tests of one person take turns to say which form each asks; after a quiz's lock."""
    return f"forms:{enrolment_id}"
