"""Two people's changes of one question, place by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.content_faults import Place
from quizzes.authoring.drafts import tidy
from quizzes.authoring.queries import Known
from quizzes.authoring.texts import differences

Facts = tuple[Mapping[str, Any], Mapping[str, Any]]
"""Where a question belongs, and what is written of it."""


@dataclass(frozen=True)
class Meeting:
    """One place that the stored question and mine fill differently, and who changed it."""

    place: Place
    old: str  # as it is stored
    new: str  # as I wrote it
    is_theirs: bool
    is_mine: bool


def compare(stored: Known, opened: Facts, mine: Facts) -> list[Meeting]:
    """`opened` is what I saw when I began."""
    seen = {**opened[0], **(tidy(opened[1]) if opened[1] else {})}
    theirs = {**stored.header, **tidy(stored.source)}
    by_them = {row.place for row in differences(seen, theirs)}
    by_me = {row.place for row in differences(seen, {**mine[0], **mine[1]})}
    return [
        Meeting(row.place, row.old, row.new, row.place in by_them, row.place in by_me)
        for row in differences(theirs, {**mine[0], **mine[1]})
    ]
