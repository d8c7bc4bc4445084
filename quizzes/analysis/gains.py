"""Before and after: what a group gained between two tests, and how sure that is.

Scores are hundredths of 100. Only who sat both tests counts, so that nobody's absence looks like
a gain. The normalised gain is Hake's: the share of what was still to be learnt.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from quizzes.analysis.intervals import Interval, mean_interval
from quizzes.attempts.scoring import half_up

FULL_SCORE = 10_000
LEAST_FOR_INTERVAL = 5


class Verdict(StrEnum):
    RISEN = "risen"
    FALLEN = "fallen"
    UNCLEAR = "unclear"  # the interval holds zero
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Pair:
    """One person's two scores."""

    before: int
    after: int

    @property
    def gain(self) -> int:
        return self.after - self.before

    @property
    def normalised(self) -> float | None:
        return normalised(self.before, self.after)


@dataclass(frozen=True)
class Change:
    """What became of a group. Means and gains are hundredths; None where nothing can be said."""

    count: int
    before: float | None
    after: float | None
    interval: Interval | None
    normalised: float | None

    @property
    def gain(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def verdict(self) -> Verdict:
        if self.interval is None:
            return Verdict.TOO_FEW
        if not self.interval.is_clear:
            return Verdict.UNCLEAR
        return Verdict.RISEN if self.interval.low > 0 else Verdict.FALLEN


def nearest(value: float) -> int:
    """Half up, as a score is rounded, and a fall like a gain of the same size."""
    return int(math.copysign(half_up(Fraction(abs(value))), value))


def normalised(before: float, after: float) -> float | None:
    """Hake's gain of one person or of two means; None for who had all points already."""
    return (after - before) / (FULL_SCORE - before) if before < FULL_SCORE else None


def change(pairs: Sequence[Pair]) -> Change:
    """The change of a group; an interval only from five pairs on."""
    if not pairs:
        return Change(0, None, None, None, None)
    before = statistics.fmean(pair.before for pair in pairs)
    after = statistics.fmean(pair.after for pair in pairs)
    is_enough = len(pairs) >= LEAST_FOR_INTERVAL
    interval = mean_interval([pair.gain for pair in pairs]) if is_enough else None
    return Change(len(pairs), before, after, interval, normalised(before, after))
