from __future__ import annotations

import pytest

from lms.i18n import format_score
from quizzes.rubrics.scoring import (
    Criterion,
    Level,
    criteria_of,
    half_up,
    has_passed,
    may_be_released,
    open_criteria,
    score,
)

LEVELS = tuple(Level(number, str(number), "") for number in (1, 2, 3, 4))


def rubric(*weights: int | str) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(f"k{place}", f"Kriteria {place}", weight, LEVELS)
        for place, weight in enumerate(weights)
    )


def graded(*levels: int) -> dict[str, int]:
    return {f"k{place}": level for place, level in enumerate(levels) if level}


@pytest.mark.parametrize(
    ("weights", "levels", "expected"),
    [
        ((20, 20, 20, 20, 20), (4, 4, 4, 4, 4), 100_00),  # not the sum of all ten levels of each
        ((20, 20, 20, 20, 20), (1, 1, 1, 1, 1), 25_00),
        ((20, 20, 20, 20, 20), (3, 3, 3, 3, 3), 75_00),
        ((20, 20, 20, 20, 20), (3, 3, 3, 3, 2), 70_00),
        ((20, 20, 20, 20, 20), (3, 3, 3, 2, 2), 65_00),
        ((25, 30, 20, 15, 10), (4, 3, 2, 1, 4), 71_25),
        ((33, 33, 34), (2, 3, 4), 75_25),
        ((1, 1, 1), (1, 2, 2), 41_67),  # 41,666… goes up
        ((1, 1, 1), (1, 1, 2), 33_33),
    ],
)
def test_the_score_is_the_weighted_share_of_the_highest_level(weights, levels, expected):
    assert score(rubric(*weights), graded(*levels)) == expected


def test_c131_the_highest_levels_are_everything_and_no_sum_of_all_levels():
    assert score(rubric(1, 1, 1, 1, 1), graded(4, 4, 4, 4, 4)) == 100_00


@pytest.mark.parametrize("weights", [("33,3", "33,3", "33,4"), (333, 333, 334), ("3,1", "96,9")])
def test_c133_unusual_weights_still_give_exactly_everything(weights):
    assert score(rubric(*weights), graded(*[4] * len(weights))) == 100_00


@pytest.mark.parametrize(
    "levels", [(4, 4, 4, 4), (4, 4, 4, 4, 5), (4, 4, 4, 4, -1), (), (0, 0, 0, 0, 4)]
)
def test_without_a_level_for_each_criterion_there_is_no_score(levels):
    assert score(rubric(20, 20, 20, 20, 20), graded(*levels)) is None


def test_open_criteria_are_named_in_order():
    found = open_criteria(rubric(50, 25, 25), {"k1": 3})
    assert [one.key for one in found] == ["k0", "k2"]


@pytest.mark.parametrize("thousandths", range(69_900, 70_101))
def test_c127_what_is_shown_is_what_is_compared(thousandths):
    points = half_up(thousandths, 10)
    shown = float(format_score(points).replace(",", "."))
    assert has_passed(points, 70_00) == (shown >= 70)
    assert has_passed(points, 70_00) == (thousandths >= 69_995)


@pytest.mark.parametrize(
    ("points", "comment", "expected"),
    [
        (None, "Baik.", False),
        (70_00, "", True),
        (69_99, "", False),
        (69_99, "Tambahkan indikator.", True),
    ],
)
def test_a_score_below_the_mark_needs_a_comment(points, comment, expected):
    assert may_be_released(points, comment, 70_00) is expected


def test_a_stored_rubric_reads_back():
    level = {"level": 1, "title": "Kurang", "description": "Tidak ada."}
    content = {"criteria": [{"key": "a", "title": "A", "weight": 100, "levels": [level]}]}
    (only,) = criteria_of(content)
    assert only.at(1) == Level(1, "Kurang", "Tidak ada.")
    assert only.at(2) is None
