"""How it stands with a name, from what was last said of it."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"  # nobody has confirmed the name as it is now
    CONFIRMED = "confirmed"
    WAITING = "waiting"  # for an answer to a correction
    REFUSED = "refused"  # the last correction was, and the name is not confirmed since


def state_of(name: str, confirmed: str | None, *, is_waiting: bool, was_refused: bool) -> State:
    """`confirmed` is the name that was confirmed last, and counts only for that very name.

    `was_refused` is told of a correction newer than the last confirmation.
    """
    if is_waiting:
        return State.WAITING
    if confirmed == name and not was_refused:
        return State.CONFIRMED
    return State.REFUSED if was_refused else State.OPEN
