"""Our figures beside those of numpy and scipy, and of data others published.

pingouin itself would bring pandas, matplotlib, seaborn, scikit-learn and statsmodels into every
run; its published values are restated instead.
"""

from __future__ import annotations

import math
import random
import statistics

import numpy as np
import pytest
from scipy import stats

from quizzes.analysis.gains import Pair, change
from quizzes.analysis.intervals import mean_interval, t_cumulative, t_quantile
from quizzes.analysis.items import ItemKey, Sitting, analyse, cronbach_alpha, reliability

# Karl Wuensch, East Carolina University, StatHelp/KR20: ten people by ten questions.
WUENSCH = [
    [int(digit) for digit in row]
    for row in (
        "1111110110",
        "1011011101",
        "1111011001",
        "0010001000",
        "0000010010",
        "1110111111",
        "1101110111",
        "1111111101",
        "0101111101",
        "1101101110",
    )
]
# pingouin's data set "cronbach_alpha": fifteen people by ten questions, answered 1 to 7.
PINGOUIN = [
    [int(digit) for digit in row]
    for row in (
        "3241451432",
        "5463512555",
        "7355643365",
        "2433222663",
        "6565444675",
        "1234252352",
        "4353521243",
        "2443722465",
        "6555165232",
        "5464353172",
        "4352532341",
        "4232534234",
        "5562332445",
        "6554221465",
        "4355313234",
    )
]


def sitting(row):
    return Sitting({ItemKey(n, 1): float(share) for n, share in enumerate(row)}, {})


def test_every_figure_published_for_wuenschs_data():
    found = analyse([sitting(row) for row in WUENSCH], {})
    assert [each.difficulty for each in found] == pytest.approx(
        [0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6]
    )
    assert [each.discrimination for each in found] == pytest.approx(
        [0.7059, 0.7059, 0.0, 0.4736, 0.5839, 0.2861, -0.0274, 0.7059, -0.1236, 0.4759], abs=6e-5
    )
    totals = [sum(row) for row in WUENSCH]
    assert statistics.pvariance(totals) == pytest.approx(5.84)
    assert sum(each.difficulty * (1 - each.difficulty) for each in found) == pytest.approx(2.18)
    alpha = cronbach_alpha(WUENSCH)
    assert alpha == pytest.approx(0.6963470, abs=5e-8)
    mean, size = statistics.fmean(totals), 10
    kr21 = size / (size - 1) * (1 - mean * (size - mean) / (size * 5.84))
    assert kr21 == pytest.approx(0.6841705, abs=5e-8)  # never above KR-20
    error = statistics.stdev(totals) * math.sqrt(1 - alpha)
    assert error == pytest.approx(1.4037, abs=5e-5)


def test_alpha_of_pingouins_data():
    assert cronbach_alpha(PINGOUIN) == pytest.approx(0.5917188, abs=5e-8)
    # Feldt's interval as pingouin gives it: [.195, .840].
    people, size = len(PINGOUIN), len(PINGOUIN[0])
    freedom = (people - 1, (people - 1) * (size - 1))
    alpha = cronbach_alpha(PINGOUIN)
    low = 1 - (1 - alpha) * stats.f.ppf(0.975, *freedom)
    high = 1 - (1 - alpha) * stats.f.ppf(0.025, *freedom)
    assert (low, high) == pytest.approx((0.195, 0.840), abs=5e-4)


def drawn(seed, people, size, shares=(0, 1)):
    """Answers of people who differ in what they know, to questions that differ in difficulty."""
    source = random.Random(seed)
    skills = [source.gauss(0, 1) for _ in range(people)]
    hard = [source.gauss(0, 1) for _ in range(size)]
    return [
        [
            shares[-1] if skill + source.gauss(0, 1) > each else source.choice(shares[:-1])
            for each in hard
        ]
        for skill in skills
    ]


def expected_correlation(first, second):
    if np.std(first) == 0 or np.std(second) == 0:
        return None
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("people", "size"), [(10, 5), (34, 20), (200, 13)])
@pytest.mark.parametrize("shares", [(0, 1), (0, 0.5, 1)])
def test_figures_are_those_of_numpy(seed, people, size, shares):
    rows = drawn(seed, people, size, shares)
    table = np.array(rows, dtype=float)
    found = analyse([sitting(row) for row in rows], {})
    assert [each.difficulty for each in found] == pytest.approx(list(table.mean(axis=0)))
    rest = table.sum(axis=1, keepdims=True) - table
    for place, each in enumerate(found):
        expected = expected_correlation(table[:, place], rest[:, place])
        assert each.discrimination == (None if expected is None else pytest.approx(expected))
    variances, whole = table.var(axis=0, ddof=1).sum(), table.sum(axis=1).var(ddof=1)
    alpha = size / (size - 1) * (1 - variances / whole)
    assert cronbach_alpha(rows) == pytest.approx(alpha)
    told = reliability([sitting(row) for row in rows])
    assert (told.alpha is None) == (people < 30)
    if told.alpha is not None:
        spread = (100 * table.mean(axis=1)).std(ddof=1)
        assert told.error == pytest.approx(spread * math.sqrt(1 - alpha))


@pytest.mark.parametrize("seed", range(12))
def test_discrimination_of_right_or_wrong_is_the_point_biserial(seed):
    rows = drawn(seed, 34, 10)
    table = np.array(rows)
    found = analyse([sitting(row) for row in rows], {})
    for place, each in enumerate(found):
        rest = table.sum(axis=1) - table[:, place]
        if 0 < table[:, place].sum() < len(rows):
            witness = stats.pointbiserialr(table[:, place], rest).statistic
            assert each.discrimination == pytest.approx(witness)


@pytest.mark.parametrize("freedom", [1, 2, 3, 9, 12, 33, 60, 199, 999])
def test_students_distribution_is_scipys(freedom):
    for probability in (0.6, 0.9, 0.95, 0.975, 0.995, 0.9995):
        expected = stats.t.ppf(probability, freedom)
        assert t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-5)
    for value in (0.0, 0.5, 1.96, 3.0, 8.0):
        assert t_cumulative(value, freedom) == pytest.approx(stats.t.cdf(value, freedom), abs=1e-7)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("people", [5, 13, 34, 120])
def test_interval_of_the_gain_is_scipys_paired_one(seed, people):
    source = random.Random(seed)
    pairs = [Pair(source.randint(0, 80) * 100, source.randint(0, 100) * 100) for _ in range(people)]
    expected = stats.ttest_rel(
        [pair.after for pair in pairs], [pair.before for pair in pairs]
    ).confidence_interval(0.95)
    found = change(pairs)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (expected.low, expected.high), rel=1e-6, abs=1e-3
    )
    is_clear = (
        stats.ttest_rel([pair.after for pair in pairs], [pair.before for pair in pairs]).pvalue
        < 0.05
    )
    assert found.interval.is_clear == is_clear


def test_interval_of_a_mean_is_scipys():
    values = [12.0, 15.5, 9.25, 20.0, 14.0, 11.5]
    expected = stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
    found = mean_interval(values)
    assert (found.low, found.high) == pytest.approx(expected)
