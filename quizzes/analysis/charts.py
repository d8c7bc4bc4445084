"""Where each mark of a chart stands. Lengths are units of its viewBox, 360 wide as a phone is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from quizzes.analysis.gains import FULL_SCORE, Pair
from quizzes.analysis.items import ItemFigures

WIDTH = 360
LEFT, RIGHT = 12, 348
ROW, HEAD = 36, 26
LONGEST_NAME = 34
BINS = 10
HIGH = 120
BASE = 150
MAP_TOP, MAP_BOTTOM, MAP_LEFT = 14, 250, 44
LOWEST = -0.5


@dataclass(frozen=True)
class Line:
    """A row of a dumbbell chart."""

    name: str
    y: int
    pair: Pair
    start: float
    end: float


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Dot:
    """A question on the map of difficulty (to the right: easier) and discrimination (upwards)."""

    number: int
    x: float
    y: float
    is_flagged: bool


def across(score: float) -> float:
    """The place of a score, in hundredths, between the two ends of an axis."""
    return round(LEFT + (RIGHT - LEFT) * score / FULL_SCORE, 1)


def dumbbell(rows: Iterable[tuple[str, Pair]]) -> list[Line]:
    return [
        Line(_short(name), HEAD + ROW * place, pair, across(pair.before), across(pair.after))
        for place, (name, pair) in enumerate(rows)
    ]


def dumbbell_height(lines: Sequence[Line]) -> int:
    return HEAD + ROW * len(lines) + 22


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def histogram(scores: Iterable[int]) -> list[Bar]:
    """Ten bars of ten points each; 100 falls into the last."""
    counts = [0] * BINS
    for score in scores:
        counts[min(score * BINS // FULL_SCORE, BINS - 1)] += 1
    tallest = max(counts) or 1
    width = (RIGHT - LEFT) / BINS
    return [
        Bar(
            label=str(place * BINS),
            count=count,
            x=round(LEFT + place * width + 1, 1),
            y=round(BASE - HIGH * count / tallest, 1),
            width=round(width - 2, 1),
            height=round(HIGH * count / tallest, 1),
        )
        for place, count in enumerate(counts)
    ]


class Numbered(Protocol):
    """A question of a table, with its number there."""

    @property
    def number(self) -> int: ...
    @property
    def figures(self) -> ItemFigures: ...


def item_map(lines: Iterable[Numbered]) -> list[Dot]:
    """Only questions of which both figures can be told."""
    return [
        Dot(number, easier(each.difficulty), upwards(each.discrimination), bool(each.flags))
        for number, each in ((line.number, line.figures) for line in lines)
        if each.difficulty is not None and each.discrimination is not None
    ]


def easier(difficulty: float) -> float:
    return round(MAP_LEFT + (RIGHT - MAP_LEFT) * difficulty, 1)


def upwards(discrimination: float) -> float:
    """From -0.5 at the bottom, where all that is worse stands too, to 1 at the top."""
    share = (max(discrimination, LOWEST) - LOWEST) / (1 - LOWEST)
    return round(MAP_BOTTOM - (MAP_BOTTOM - MAP_TOP) * share, 1)
