"""How sure a mean is: Student's interval, which stays honest for a small group."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95
_STEPS = 400  # of Simpson's rule: enough for seven decimals


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether all of it lies on one side of zero."""
        return self.low > 0 or self.high < 0


def mean_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval | None:
    """Of the mean of what the values were drawn from; None below two values."""
    if len(values) < 2:
        return None
    mean = statistics.fmean(values)
    error = statistics.stdev(values) / math.sqrt(len(values))
    reach = t_quantile((1 + confidence) / 2, len(values) - 1) * error
    return Interval(mean - reach, mean + reach)


def t_quantile(probability: float, freedom: int) -> float:
    """Where Student's distribution has this much to its left, for a probability above one half."""
    low, high = 0.0, 1.0
    while t_cumulative(high, freedom) < probability:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        if t_cumulative(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_cumulative(value: float, freedom: int) -> float:
    """The probability of at most `value` (0 or more), by Simpson's rule over an angle.

    With t = sqrt(freedom) tan(angle) the tail becomes a piece of cos(angle) ** (freedom - 1).
    """
    angle = math.atan(value / math.sqrt(freedom))
    factor = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))
    width = angle / _STEPS
    weights = (1 if place in (0, _STEPS) else 4 if place % 2 else 2 for place in range(_STEPS + 1))
    area = sum(
        weight * math.cos(place * width) ** (freedom - 1) for place, weight in enumerate(weights)
    )
    return 0.5 + factor / math.sqrt(math.pi) * area * width / 3
