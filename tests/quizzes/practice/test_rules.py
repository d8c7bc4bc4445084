"""Which observation counts, and who may observe."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quizzes.practice.rules import in_force, may_observe


@dataclass(frozen=True)
class Seen:
    number: int
    score: int


@pytest.mark.parametrize(
    ("scores", "wanted"),
    [
        ([], None),
        ([(1, 7500)], 7500),
        ([(1, 9000), (2, 5000)], 5000),  # the newest, not the best
        ([(2, 5000), (1, 9000)], 5000),  # whatever the order of the list
        ([(1, 0), (2, 10000), (3, 2500)], 2500),
    ],
)
def test_the_newest_observation_is_the_result(scores, wanted):
    result = in_force([Seen(*each) for each in scores])
    assert (result.score if result else None) == wanted


@pytest.mark.parametrize(
    ("observer", "trainee", "may"), [(1, 2, True), (2, 1, True), (1, 1, False)]
)
def test_nobody_observes_themselves(observer, trainee, may):
    assert may_observe(observer, trainee) is may
