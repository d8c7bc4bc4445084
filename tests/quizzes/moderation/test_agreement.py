"""Agreement of two markers against tables that were worked out by hand."""

from __future__ import annotations

import pytest

from quizzes.moderation.agreement import agreement, by_criterion, kappa, overall

# Rows: the first marker, columns: the second.
#        1  2  3  4  sum     squared differences seen: (1,3) 4, (2,3) 1, (3,4) 1+1    =   7
#   1    0  0  1  0    1     by chance: row sums times column sums times squared difference
#   2    0  1  1  0    2       1: 1*1*1 + 4*1*5 + 9*1*4                              =  57
#   3    0  0  3  2    5       2: 1*2*5 + 4*2*4                                      =  42
#   4    0  0  0  2    2       3: 1*5*1 + 1*5*4                                      =  25
#  sum   0  1  5  4   10       4: 4*2*1 + 1*2*5                                      =  18
#                             together 142; kappa = 1 - 10*7/142 = 0,507...
TABLE = [(3, 3)] * 3 + [(3, 4)] * 2 + [(2, 3)] + [(4, 4)] * 2 + [(2, 2)] + [(1, 3)]


def test_the_table_worked_out_by_hand():
    found = agreement(TABLE)
    assert (found.pairs, found.exact, found.exact_percent, found.kappa) == (10, 6, 6000, 51)
    assert found.is_thin


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([], None),
        ([(3, 3)], None),  # nothing differs: chance alone agrees as well
        ([(3, 3)] * 30, None),
        ([(1, 1), (4, 4)], 100),
        ([(1, 1), (2, 2), (3, 3), (4, 4)], 100),
        ([(1, 4), (4, 1)], -100),  # 1 - 2*18/18
        ([(3, 3), (3, 4)], 0),  # 1 - 2*1/2: one of them never differs
        ([(1, 2), (2, 1), (1, 1), (2, 2)], 0),  # 1 - 4*2/8
        ([(1, 1), (1, 1), (2, 2), (1, 2)], 50),  # 1 - 4*1/8
    ],
)
def test_weighted_kappa(pairs, wanted):
    assert kappa(pairs) == wanted


def test_the_two_markers_may_change_places():
    assert kappa([(other, one) for one, other in TABLE]) == kappa(TABLE)


@pytest.mark.parametrize(("pairs", "wanted"), [(0, True), (19, True), (20, False), (21, False)])
def test_under_twenty_pairs_say_little(pairs, wanted):
    assert agreement([(3, 4)] * pairs).is_thin is wanted


def test_each_criterion_has_its_own_figure_and_all_have_one_together():
    both = [
        ({"a": 1, "b": 4}, {"a": 1, "b": 3}),
        ({"a": 4, "b": 4}, {"a": 4, "b": 4}),
        ({"a": 2, "old": 1}, {"a": 2, "b": 1}),  # another version of the rubric
    ]
    found = by_criterion(both)
    assert list(found) == ["a", "b"]
    assert (found["a"].pairs, found["a"].exact, found["a"].kappa) == (3, 3, 100)
    assert (found["b"].pairs, found["b"].exact, found["b"].kappa) == (2, 1, 0)
    assert (overall(both).pairs, overall(both).exact) == (5, 4)
