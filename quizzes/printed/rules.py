"""When what was keyed from a sheet holds.

The rows of one sheet are the times that it was keyed, in their order. The first two are of the
whole sheet, the second without seeing the first; each later one is only of the questions that
still differed when it was keyed. A question is settled when the last two rows that have it say
the same, and what the later of them says is the answer. The sheet is agreed when every question
is settled. Nothing is decided by a majority: whoever finds that the first row was right keys it
again, and so does the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from quizzes.attempts.papers import Paper
from quizzes.printed.keyed import is_same

Row = Mapping[int, list[str]]
"""Question number -> the answer that was read; without a number the question was not keyed."""


class Stage(StrEnum):
    NONE = "none"
    ONCE = "once"
    DIFFERING = "differing"
    AGREED = "agreed"


def stage(paper: Paper, rows: Sequence[Row]) -> Stage:
    if len(rows) < 2:
        return Stage.ONCE if rows else Stage.NONE
    return Stage.DIFFERING if differing(paper, rows) else Stage.AGREED


def readings(number: int, rows: Sequence[Row]) -> list[list[str]]:
    """What was keyed of one question, one row after the other."""
    return [row[number] for row in rows if number in row]


def differing(paper: Paper, rows: Sequence[Row]) -> list[int]:
    """The questions that are not settled, by number."""
    open_ones = []
    for number, question in enumerate(paper.questions, start=1):
        last = readings(number, rows)[-2:]
        if len(last) < 2 or not is_same(question, *last):
            open_ones.append(number)
    return open_ones


def to_key(paper: Paper, rows: Sequence[Row]) -> list[int]:
    """The questions that the next row has to have."""
    if len(rows) < 2:
        return list(range(1, len(paper.questions) + 1))
    return differing(paper, rows)


def agreed(paper: Paper, rows: Sequence[Row]) -> dict[int, list[str]]:
    """The answers of a sheet that is agreed; what was left empty is not among them."""
    if differing(paper, rows):
        raise ValueError("the sheet is not agreed")
    numbers = range(1, len(paper.questions) + 1)
    found = {number: readings(number, rows)[-1] for number in numbers}
    return {number: choices for number, choices in found.items() if choices}
