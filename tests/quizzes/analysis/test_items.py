"""Figures of questions at their edges; `test_witnesses` holds them against others'.

The rows are ten people by ten questions by Karl Wuensch (East Carolina University, StatHelp/KR20).
"""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.items import (
    Flag,
    ItemFigures,
    ItemKey,
    OptionFigures,
    Sitting,
    analyse,
    correlation,
    cronbach_alpha,
    reliability,
)

ROWS = [
    [int(digit) for digit in f"{row:010b}"]
    for row in (1014, 733, 985, 136, 18, 959, 887, 1021, 381, 878)
]


def sitting(row, chosen=None):
    keys = [ItemKey(number, 1) for number in range(len(row))]
    return Sitting(dict(zip(keys, map(float, row), strict=True)), chosen or {})


def figures(count, difficulty, discrimination, *options):
    return ItemFigures(ItemKey(1, 1), count, difficulty, discrimination, options)


def chosen(is_right, count):
    return OptionFigures("a", is_right, count, 0, 0)


def test_error_of_a_score_follows_from_the_reliability():
    found = reliability([sitting(row) for row in ROWS * 3])
    assert (found.count, found.items) == (30, 10)
    assert found.alpha == pytest.approx(0.6963470, abs=1e-7)
    spread = statistics.stdev([10 * sum(row) for row in ROWS * 3])
    assert found.error == pytest.approx(spread * math.sqrt(1 - 0.6963470), abs=1e-5)


@pytest.mark.parametrize(
    ("people", "difficulty", "discrimination", "is_sure"),
    [
        (4, False, False, False),
        (5, True, False, False),
        (9, True, False, False),
        (10, True, True, False),
        (29, True, True, False),
        (30, True, True, True),
    ],
)
def test_small_groups_say_less(people, difficulty, discrimination, is_sure):
    rows = (ROWS * 3)[:people]
    found = analyse([sitting(row) for row in rows], {})[0]
    assert (found.difficulty is not None, found.discrimination is not None) == (
        difficulty,
        discrimination,
    )
    assert found.is_sure == is_sure


@pytest.mark.parametrize(("people", "is_told"), [(29, False), (30, True)])
def test_reliability_is_told_from_thirty_people_on(people, is_told):
    found = reliability([sitting(row) for row in (ROWS * 3)[:people]])
    assert (found.alpha is not None, found.error is not None) == (is_told, is_told)


def test_reliability_is_of_the_largest_group_with_the_same_questions():
    drawn = Sitting({ItemKey(77, 1): 1.0}, {})
    found = reliability([drawn, *(sitting(row) for row in ROWS * 3)])
    assert (found.count, found.items) == (30, 10)


def test_nobody_yet_is_no_error():
    assert analyse([], {}) == ()
    found = reliability([])
    assert (found.count, found.alpha, found.error) == (0, None, None)


def test_what_never_varies_has_no_discrimination():
    found = analyse([sitting([1, *row]) for row in ROWS], {})[0]
    assert (found.difficulty, found.discrimination) == (1.0, None)
    assert found.flags == (Flag.EASY,)
    assert correlation([1, 1], [0, 1]) is None
    assert cronbach_alpha([[1, 0], [0, 1]]) is None


def test_options_are_counted_in_all_and_in_both_halves():
    key = ItemKey(0, 1)
    chosen = ["b", "b", "a", "a", "b"]
    rows = [[1, 1, 1], [1, 1, 0], [0, 0, 0], [0, 0, 1], [1, 0, 0]]
    sittings = [sitting(row, {key: [each]}) for row, each in zip(rows, chosen, strict=True)]
    found = analyse(sittings, {key: {"a": False, "b": True, "c": False}})[0]
    assert found.options == (
        OptionFigures("a", False, 2, 0, 1),
        OptionFigures("b", True, 3, 1, 1),
        OptionFigures("c", False, 0, 0, 0),
    )


@pytest.mark.parametrize(
    ("figures", "flags"),
    [
        (figures(34, 0.5, 0.15), ()),
        (figures(34, 0.5, 0.14), (Flag.WEAK,)),
        (figures(34, 0.5, -0.004), (Flag.WEAK,)),
        (figures(34, 0.5, -0.01), (Flag.NEGATIVE,)),
        # Of few people a weak one says nothing, a negative one only beyond chance.
        (figures(29, 0.5, 0.14), ()),
        (figures(16, 0.5, -0.49), ()),
        (figures(16, 0.5, -0.50), (Flag.NEGATIVE,)),
        (figures(34, 0.30, 0.4), ()),
        (figures(34, 0.29, 0.4), (Flag.HARD,)),
        (figures(34, 0.95, 0.4), ()),
        (figures(34, 0.96, 0.4), (Flag.EASY,)),
        (figures(4, None, None), ()),
        (
            figures(
                34,
                0.4,
                0.4,
                OptionFigures("a", True, 13, 9, 4),
                OptionFigures("b", False, 14, 5, 9),
            ),
            (Flag.RIVAL,),
        ),
        (
            figures(
                34,
                0.4,
                0.4,
                OptionFigures("a", True, 14, 9, 4),
                OptionFigures("b", False, 14, 5, 9),
            ),
            (),
        ),
    ],
)
def test_flags_ask_to_look_at_the_edges(figures, flags):
    assert figures.flags == flags


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=4, max_size=4), min_size=1))
def test_figures_stay_in_their_bounds(rows):
    for each in analyse([sitting(row) for row in rows], {}):
        assert each.count == len(rows)
        assert each.difficulty is None or 0 <= each.difficulty <= 1
        assert each.discrimination is None or -1.000001 <= each.discrimination <= 1.000001
    found = reliability([sitting(row) for row in rows])
    assert found.alpha is None or found.alpha <= 1.000001
