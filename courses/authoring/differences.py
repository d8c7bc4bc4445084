"""Two texts side by side, line by line, as a person compares them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

AROUND = 2  # equal lines shown about a difference
_WORDS = re.compile(r"\s+|[^\s]+")
LONGEST = 4000  # letters of a line whose words are compared one by one


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    GAP = "gap"  # equal lines that are left out


@dataclass(frozen=True)
class Row:
    """A line; `pieces` are its words, each with whether it differs. A gap has its `count`."""

    kind: Kind
    pieces: tuple[tuple[str, bool], ...] = ()
    count: int = 0


def compare(old: str, new: str) -> list[Row]:
    """What must be taken away and put in to make the new text of the old one; equal: nothing."""
    before, after = old.splitlines(), new.splitlines()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    rows: list[Row] = []
    for place, (tag, a, b, c, d) in enumerate(steps):
        if tag == "equal":
            rows += _around(before[a:b], is_first=not place, is_last=place == len(steps) - 1)
        else:
            rows += _changed(before[a:b], after[c:d])
    return rows if any(row.kind in (Kind.REMOVED, Kind.ADDED) for row in rows) else []


def _around(lines: Sequence[str], *, is_first: bool, is_last: bool) -> list[Row]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    left_out = len(lines) - head - tail
    if left_out < 2:
        return [_whole(Kind.SAME, line) for line in lines]
    return [
        *(_whole(Kind.SAME, line) for line in lines[:head]),
        Row(Kind.GAP, count=left_out),
        *(_whole(Kind.SAME, line) for line in lines[len(lines) - tail :]),
    ]


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    """Lines that follow each other on both sides are taken for each other's other form."""
    for old, new in zip_longest(before, after):
        if old is None or new is None or len(old) + len(new) > LONGEST:
            if old is not None:
                yield _whole(Kind.REMOVED, old)
            if new is not None:
                yield _whole(Kind.ADDED, new)
            continue
        words = _WORDS.findall(old), _WORDS.findall(new)
        steps = SequenceMatcher(None, *words, autojunk=False).get_opcodes()
        yield Row(Kind.REMOVED, _pieces(words[0], [(tag, a, b) for tag, a, b, _c, _d in steps]))
        yield Row(Kind.ADDED, _pieces(words[1], [(tag, c, d) for tag, _a, _b, c, d in steps]))


def _whole(kind: Kind, line: str) -> Row:
    return Row(kind, ((line, False),))


def _pieces(
    words: Sequence[str], steps: Sequence[tuple[str, int, int]]
) -> tuple[tuple[str, bool], ...]:
    found = (("".join(words[begin:end]), tag != "equal") for tag, begin, end in steps)
    return tuple((piece, differs) for piece, differs in found if piece)
