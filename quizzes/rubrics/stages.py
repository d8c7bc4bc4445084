"""Where work stands that a second marker must look at before its score is released."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

ABANDONED = timedelta(hours=24)  # another trainer may go on with what was left unfinished so long


class Stage(StrEnum):
    WAITING = "waiting"  # the first has finished, no second has
    AGREED = "agreed"  # near enough to each other: the first assessment stands
    DISPUTED = "disputed"  # too far apart: somebody decides
    SETTLED = "settled"  # somebody decided, or both agreed


HELD = frozenset({Stage.WAITING, Stage.DISPUTED})


def is_hidden(
    person_id: int,
    *,
    assessor_id: int | None,
    score: int | None,
    saved_at: datetime | None,
    stage: Stage | None,
    now: datetime,
) -> bool:
    """Whether a draft must stay unseen, because this person may yet be its blind second marker.

    Only asked where a training has second markers at all.
    """
    if assessor_id is None or saved_at is None or assessor_id == person_id:
        return False
    if score is None:
        return now - saved_at < ABANDONED
    return stage is Stage.WAITING
