"""What upper floors tell the pages here: which headings they point to, what they wait for.

`panels.add(app, HEADINGS, provider, order=…)` with a provider that returns
`{module code: {heading: how many point to it}}`, and `panels.add(app, UNSETTLED, provider, …)`
with one that returns an `Unsettled` or None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import g

from lms import clock, panels

HEADINGS = "authoring.headings"
UNSETTLED = "authoring.unsettled"


@dataclass(frozen=True)
class Line:
    """One thing to confirm: where it stands, what it says, where it can be changed."""

    place: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Unsettled:
    """A group in the list of what must be confirmed, such as the questions that rest on it."""

    title: str
    lines: Sequence[Line]


def context() -> panels.Context:
    return panels.Context(g.training, g.roles, g.enrolment, clock.now())


def unsettled() -> list[Unsettled]:
    return panels.of(UNSETTLED, context())


def lost_headings(module_code: str, headings: Iterable[str]) -> dict[str, int]:
    """Headings that something points to and a new text no longer has."""
    used: Counter[str] = Counter()
    for answer in panels.of(HEADINGS, context()):
        told: Mapping[str, int] = answer.get(module_code, {})
        used.update(told)
    kept = set(headings)
    return {heading: count for heading, count in used.items() if heading not in kept}
