"""How far two markers of the same work agree, level by level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.rubrics.scoring import half_up

FEW = 20  # fewer pairs than this say next to nothing

Pair = tuple[int, int]


@dataclass(frozen=True)
class Agreement:
    """`kappa` in hundredths; None where one of the markers' levels never differ, or no pair is."""

    pairs: int
    exact: int
    kappa: int | None

    @property
    def exact_percent(self) -> int | None:
        """Hundredths of a percent."""
        return half_up(self.exact * 100_00, self.pairs) if self.pairs else None

    @property
    def is_thin(self) -> bool:
        return self.pairs < FEW


def agreement(pairs: Sequence[Pair]) -> Agreement:
    return Agreement(len(pairs), sum(one == other for one, other in pairs), kappa(pairs))


def kappa(pairs: Sequence[Pair]) -> int | None:
    """Cohen's kappa with quadratic weights (Cohen 1968), in hundredths, rounded once.

    One minus the squared differences seen over those that chance alone would give. The factor
    (levels - 1)² of the weights stands above and below, so it is left out.
    """
    n = len(pairs)
    firsts, seconds = (Counter(side) for side in zip(*pairs, strict=True)) if n else ({}, {})
    by_chance = sum(
        (one - other) ** 2 * firsts[one] * seconds[other] for one in firsts for other in seconds
    )
    if by_chance == 0:
        return None
    seen = sum((one - other) ** 2 for one, other in pairs)
    exact = 1 - Fraction(n * seen, by_chance)
    rounded = half_up(abs(exact.numerator) * 100, exact.denominator)
    return rounded if exact >= 0 else -rounded


def by_criterion(
    both: Sequence[tuple[Mapping[str, int], Mapping[str, int]]],
) -> dict[str, Agreement]:
    """Of each criterion that both markers gave a level, in the order they first come."""
    pairs: dict[str, list[Pair]] = {}
    for first, second in both:
        for key, level in first.items():
            if key in second:
                pairs.setdefault(key, []).append((level, second[key]))
    return {key: agreement(found) for key, found in pairs.items()}


def overall(both: Sequence[tuple[Mapping[str, int], Mapping[str, int]]]) -> Agreement:
    """All criteria taken together."""
    return agreement(
        [
            (level, second[key])
            for first, second in both
            for key, level in first.items()
            if key in second
        ]
    )
