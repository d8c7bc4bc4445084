"""Which of several observations of one trainee is the result, and who may observe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Numbered(Protocol):
    """An observation: the numbers of one trainee's follow the order in which they were finished."""

    @property
    def number(self) -> int: ...


Seen = TypeVar("Seen", bound=Numbered)


def in_force(observations: Sequence[Seen]) -> Seen | None:
    """The newest is the result; the earlier ones stay to be read."""
    return max(observations, key=lambda each: each.number, default=None)


def may_observe(observer_id: int, trainee_id: int) -> bool:
    """Nobody observes themselves; both are persons, whatever their roles."""
    return observer_id != trainee_id
