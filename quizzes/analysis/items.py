"""What the answers of a group say about the questions of a test, by classical test theory.

Only first attempts count: who sits again has seen the questions. A share is what was earned of a
question's points, 0 to 1. Nothing is concluded by itself: a flag only asks a person to look.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from quizzes.analysis.gains import nearest

LEAST_FOR_DIFFICULTY = 5
LEAST_FOR_DISCRIMINATION = 10
SURE_FROM = 30  # fewer people: shown as an indication only; reliability not at all
TOO_EASY, TOO_HARD, TOO_WEAK = 0.95, 0.30, 0.15


class ItemKey(NamedTuple):
    """A question as it was asked; `part` as in a paper."""

    question_id: int
    version: int
    part: int = 0


class Flag(StrEnum):
    NEGATIVE = "negative"  # who knows more gets it wrong: the key may be wrong
    RIVAL = "rival"  # a wrong option was chosen more often than the right one
    WEAK = "weak"
    HARD = "hard"
    EASY = "easy"


@dataclass(frozen=True)
class Sitting:
    """One person's first attempt."""

    shares: Mapping[ItemKey, float]
    choices: Mapping[ItemKey, Sequence[str]]


@dataclass(frozen=True)
class OptionFigures:
    """How often one option was chosen, in all and in the better and the weaker half."""

    key: str
    is_right: bool
    count: int
    upper: int
    lower: int


@dataclass(frozen=True)
class ItemFigures:
    key: ItemKey
    count: int
    difficulty: float | None  # the mean share: 1 is what everybody knew
    discrimination: float | None  # corrected: with the rest of the test, without this question
    options: tuple[OptionFigures, ...]

    @property
    def is_sure(self) -> bool:
        return self.count >= SURE_FROM

    @property
    def _beyond_chance(self) -> float:
        """Few people's answers scatter by about one over the root of their number; twice that."""
        return -2 / math.sqrt(self.count)

    @property
    def flags(self) -> tuple[Flag, ...]:
        found = []
        # As it is shown, with two decimals: what reads 0.00 is not below it.
        shown = None if self.discrimination is None else nearest(self.discrimination * 100) / 100
        if shown is not None and shown < 0 and (self.is_sure or shown <= self._beyond_chance):
            found.append(Flag.NEGATIVE)
        elif shown is not None and shown < TOO_WEAK and self.is_sure:
            found.append(Flag.WEAK)
        if self._has_rival():
            found.append(Flag.RIVAL)
        if self.difficulty is not None and self.difficulty < TOO_HARD:
            found.append(Flag.HARD)
        if self.difficulty is not None and self.difficulty > TOO_EASY:
            found.append(Flag.EASY)
        return tuple(found)

    def _has_rival(self) -> bool:
        right = [option.count for option in self.options if option.is_right]
        wrong = [option.count for option in self.options if not option.is_right]
        return self.difficulty is not None and len(right) == 1 and max(wrong, default=0) > right[0]


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha (it is KR-20 where every share is 0 or 1: `is_binary`), and the standard
    error of a score.

    Of the largest group that was asked the same questions; None below 30 people.
    """

    count: int
    items: int
    alpha: float | None
    error: float | None  # in points of 100
    is_binary: bool = False


def analyse(
    sittings: Sequence[Sitting], options: Mapping[ItemKey, Mapping[str, bool]]
) -> tuple[ItemFigures, ...]:
    """Figures of each question anybody was asked; `options` says of each choice if it is right."""
    asked: defaultdict[ItemKey, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        for key in sitting.shares:
            asked[key].append(sitting)
    return tuple(_figures(key, asked[key], options.get(key, {})) for key in sorted(asked))


def _figures(key: ItemKey, sittings: Sequence[Sitting], options: Mapping[str, bool]) -> ItemFigures:
    shares = [sitting.shares[key] for sitting in sittings]
    rests = [_rest(sitting, key) for sitting in sittings]
    return ItemFigures(
        key=key,
        count=len(shares),
        difficulty=statistics.fmean(shares) if len(shares) >= LEAST_FOR_DIFFICULTY else None,
        discrimination=(
            correlation(shares, rests) if len(shares) >= LEAST_FOR_DISCRIMINATION else None
        ),
        options=_options(key, sittings, rests, options),
    )


def _rest(sitting: Sitting, key: ItemKey) -> float:
    others = [share for other, share in sitting.shares.items() if other != key]
    return statistics.fmean(others) if others else 0.0


def _options(
    key: ItemKey, sittings: Sequence[Sitting], rests: Sequence[float], options: Mapping[str, bool]
) -> tuple[OptionFigures, ...]:
    """Halves by the rest of the test; who stands exactly in the middle is in neither."""
    middle = statistics.median(rests)
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("all", "upper", "lower")}
    for sitting, rest in zip(sittings, rests, strict=True):
        chosen = sitting.choices.get(key, ())
        counts["all"].update(chosen)
        if rest != middle:
            counts["upper" if rest > middle else "lower"].update(chosen)
    return tuple(
        OptionFigures(
            name, is_right, counts["all"][name], counts["upper"][name], counts["lower"][name]
        )
        for name, is_right in options.items()
    )


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's; None where one of the two never varies."""
    try:
        return statistics.correlation(first, second)
    except statistics.StatisticsError:
        return None


def reliability(sittings: Sequence[Sitting]) -> Reliability:
    groups: defaultdict[frozenset[ItemKey], list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        groups[frozenset(sitting.shares)].append(sitting)
    largest = max(groups.items(), key=lambda each: (len(each[1]), sorted(each[0])), default=None)
    if largest is None:
        return Reliability(0, 0, None, None)
    keys, group = sorted(largest[0]), largest[1]
    if len(group) < SURE_FROM:
        return Reliability(len(group), len(keys), None, None)
    rows = [[sitting.shares[key] for key in keys] for sitting in group]
    alpha = cronbach_alpha(rows)
    is_binary = all(share in (0, 1) for row in rows for share in row)
    return Reliability(len(group), len(keys), alpha, _error(rows, alpha), is_binary)


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Of people by questions. Variances are the population's: sample variances only in the
    denominator would make the same answers look more reliable than they are."""
    size = len(rows[0])
    whole: float = statistics.pvariance([sum(row) for row in rows])
    if size < 2 or whole == 0:
        return None
    parts: float = sum(statistics.pvariance(column) for column in zip(*rows, strict=True))
    return size / (size - 1) * (1 - parts / whole)


def _error(rows: Sequence[Sequence[float]], alpha: float | None) -> float | None:
    if alpha is None or alpha > 1:
        return None
    scores = [100 * statistics.fmean(row) for row in rows]
    return statistics.stdev(scores) * math.sqrt(1 - alpha)
