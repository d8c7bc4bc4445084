"""Where a grader goes from one submission."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from quizzes.rubrics.queue import Entry, Standing


@dataclass(frozen=True)
class Neighbours:
    """Where a grader can go from one submission; `following` still waits for a grade."""

    place: int
    total: int
    left: int
    previous: int | None
    next: int | None
    following: int | None


def neighbours(entries: Sequence[Entry], submission_id: int, grader_id: int) -> Neighbours:
    """Own plans are passed over, and what another trainer is grading unseen."""
    others = [
        entry
        for entry in entries
        if entry.person_id != grader_id and not entry.is_hidden_from(grader_id)
    ]
    ids = [entry.submission_id for entry in others if entry.submission_id is not None]
    waiting = [one.submission_id for one in others if one.standing is Standing.WAITING]
    return around(ids, waiting, submission_id)


def around(ids: Sequence[int], waiting: Collection[int | None], submission_id: int) -> Neighbours:
    """What stands beside one submission in a queue, and the next one that waits, from the top
    again after the last."""
    place = ids.index(submission_id) if submission_id in ids else -1
    onward = [*ids[place + 1 :], *ids[: max(place, 0)]]
    return Neighbours(
        place=place + 1,
        total=len(ids),
        left=len(waiting),
        previous=ids[place - 1] if place > 0 else None,
        next=ids[place + 1] if place + 1 < len(ids) else None,
        following=next((one for one in onward if one in waiting), None),
    )
