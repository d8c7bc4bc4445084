"""What levels chosen on a rubric are worth, in hundredths of 100."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

TOP_LEVEL = 4
FULL_SCORE = 100_00


@dataclass(frozen=True)
class Level:
    level: int
    title: str
    description: str


@dataclass(frozen=True)
class Criterion:
    key: str
    title: str
    weight: int | str  # as it was written: 25 or "33,3"
    levels: tuple[Level, ...]

    @property
    def share(self) -> Fraction:
        return Fraction(str(self.weight).replace(",", "."))

    def at(self, level: int | None) -> Level | None:
        return next((one for one in self.levels if one.level == level), None)


def criteria_of(content: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """Read the criteria of a stored rubric."""
    return tuple(
        Criterion(
            key=row["key"],
            title=row["title"],
            weight=row["weight"],
            levels=tuple(Level(**level) for level in row["levels"]),
        )
        for row in content["criteria"]
    )


def open_criteria(
    criteria: Sequence[Criterion], levels: Mapping[str, int]
) -> tuple[Criterion, ...]:
    """The criteria that have no level yet."""
    return tuple(one for one in criteria if one.at(levels.get(one.key)) is None)


def score(criteria: Sequence[Criterion], levels: Mapping[str, int]) -> int | None:
    """Sum of weight × level / 4, rounded half up once; None while a criterion is open."""
    if open_criteria(criteria, levels):
        return None
    earned = sum(one.share * levels[one.key] for one in criteria)
    possible = TOP_LEVEL * sum(one.share for one in criteria)
    return half_up(earned * FULL_SCORE, possible)


def half_up(numerator: Fraction | int, denominator: Fraction | int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def has_passed(points: int, pass_mark: int) -> bool:
    return points >= pass_mark


def may_be_released(points: int | None, comment: str, pass_mark: int) -> bool:
    """A whole score; one below the pass mark comes with what the trainee has to mend."""
    return points is not None and (has_passed(points, pass_mark) or bool(comment))
