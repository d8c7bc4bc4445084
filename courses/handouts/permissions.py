"""Handouts are for everybody in the training."""

from __future__ import annotations

from courses.trainings.permissions import MEMBER

ACCESS = {
    "handouts.index": MEMBER,
    "handouts.show": MEMBER,
    "handouts.ask": MEMBER,
    "handouts.download": MEMBER,
}
STAYS_OPEN = frozenset({"handouts.ask"})
