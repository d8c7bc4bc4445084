"""Where the marks of a chart stand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from quizzes.analysis import charts
from quizzes.analysis.gains import Pair
from quizzes.analysis.items import ItemFigures, ItemKey


@pytest.mark.parametrize(("score", "x"), [(0, 12), (5000, 180), (10_000, 348)])
def test_scores_lie_between_the_two_ends(score, x):
    assert charts.across(score) == x


def test_rows_of_a_dumbbell_follow_each_other():
    first, second = charts.dumbbell([("Ani", Pair(0, 5000)), ("N" * 80, Pair(10_000, 0))])
    assert (first.start, first.end, second.start, second.end) == (12, 180, 348, 12)
    assert second.y - first.y == charts.ROW
    assert len(second.name) == charts.LONGEST_NAME
    assert charts.dumbbell_height([first, second]) > second.y


@pytest.mark.parametrize(
    ("score", "place"), [(0, 0), (999, 0), (1000, 1), (8999, 8), (9000, 9), (10_000, 9)]
)
def test_scores_fall_into_ten_bars(score, place):
    counts = [bar.count for bar in charts.histogram([score])]
    assert counts == [int(each == place) for each in range(10)]


def test_the_tallest_bar_is_as_tall_as_the_chart_allows():
    bars = charts.histogram([100, 200, 5000])
    assert [bar.height for bar in bars if bar.count] == [charts.HIGH, charts.HIGH / 2]
    assert all(bar.y + bar.height == pytest.approx(charts.BASE) for bar in bars)
    assert not any(bar.height for bar in charts.histogram([]))


@pytest.mark.parametrize(
    ("difficulty", "discrimination", "place"),
    [
        (0.0, 1.0, (charts.MAP_LEFT, charts.MAP_TOP)),
        (1.0, -0.5, (charts.RIGHT, charts.MAP_BOTTOM)),
        (1.0, -0.9, (charts.RIGHT, charts.MAP_BOTTOM)),
        (None, None, None),
        (0.5, None, None),
    ],
)
def test_questions_are_on_the_map_where_both_figures_can_be_told(difficulty, discrimination, place):
    figures = ItemFigures(ItemKey(1, 1), 34, difficulty, discrimination, ())
    dots = charts.item_map([SimpleNamespace(number=1, figures=figures)])
    assert [(dot.x, dot.y) for dot in dots] == ([place] if place else [])
