"""What a group gained, and how sure that is."""

from __future__ import annotations

import pytest

from quizzes.analysis.gains import Pair, Verdict, change
from quizzes.analysis.intervals import mean_interval, t_quantile
from quizzes.analysis.words import hundredths, signed


@pytest.mark.parametrize(
    ("freedom", "value"),
    [
        (1, 12.7062),
        (2, 4.3027),
        (4, 2.7764),
        (9, 2.2622),
        (30, 2.0423),
        (33, 2.0345),
        (199, 1.9720),
    ],
)
def test_quantiles_are_those_of_the_printed_tables(freedom, value):
    assert t_quantile(0.975, freedom) == pytest.approx(value, abs=6e-5)


def test_interval_of_a_mean_by_hand():
    found = mean_interval([2.0, 4.0, 6.0])
    assert found is not None
    assert (found.low, found.high) == pytest.approx((4 - 4.96827, 4 + 4.96827), abs=1e-4)


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [(4500, 7200, 27 / 55), (0, 10_000, 1.0), (10_000, 10_000, None), (8000, 7000, -0.5)],
)
def test_normalised_gain_is_a_share_of_what_was_still_to_be_learnt(before, after, gain):
    assert Pair(before, after).normalised == (None if gain is None else pytest.approx(gain))


@pytest.mark.parametrize(
    ("gains", "verdict"),
    [
        ([], Verdict.TOO_FEW),
        ([1000] * 4, Verdict.TOO_FEW),
        ([1000, 1200, 900, 1100, 1000], Verdict.RISEN),
        ([-1000, -1200, -900, -1100, -1000], Verdict.FALLEN),
        ([3000, -3000, 500, -500, 100], Verdict.UNCLEAR),
        ([0] * 34, Verdict.UNCLEAR),
        ([500] * 34, Verdict.RISEN),
    ],
)
def test_verdict_says_no_more_than_the_pairs_allow(gains, verdict):
    assert change([Pair(5000, 5000 + gain) for gain in gains]).verdict is verdict


def test_change_of_a_group_is_that_of_its_means():
    found = change([Pair(4000, 6000), Pair(6000, 9000)])
    assert (found.count, found.before, found.after, found.gain) == (2, 5000, 7500, 2500)
    assert found.normalised == pytest.approx(0.5)
    assert found.interval is None
    nobody = change([])
    assert (nobody.count, nobody.before, nobody.gain, nobody.normalised) == (0, None, None, None)


@pytest.mark.parametrize(
    ("scores", "shown"),
    [((4000, 4001), "40,01"), ((4001, 4002), "40,02"), ((4000, 4000, 4001), "40,00")],
)
def test_a_mean_is_rounded_half_up_like_every_score(scores, shown):
    found = change([Pair(score, 2 * score) for score in scores])
    assert hundredths(found.before) == shown
    assert signed(found.gain) == f"+{shown}"
    fallen = change([Pair(2 * score, score) for score in scores])
    assert signed(fallen.gain) == f"-{shown}"
