"""Who and what is evaluated, from when, and what may be told of the answers.

Answers are anonymous (see `models`), so a summary of too few would tell who said what, and so
would two summaries with one answer between them: nothing is told before the evaluation is closed,
and never of fewer than five.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FEWEST = 5
LEVELS = (1, 2, 3, 4)
KEY_LENGTH = 10


@dataclass(frozen=True)
class Subject:
    """A speaker, or the training as a whole (no name); `opens_at` is None with no timetable."""

    name: str
    opens_at: datetime | None

    @property
    def key(self) -> str:
        """Names the subject in addresses; a speaker's is made of the name in the timetable."""
        if not self.name:
            return "penyelenggaraan"
        return hashlib.sha256(self.name.encode()).hexdigest()[:KEY_LENGTH]

    @property
    def about(self) -> str:
        return "speaker" if self.name else "training"


@dataclass(frozen=True)
class Lesson:
    speaker: str
    ends_at: datetime


def subjects(
    lessons: Iterable[Lesson], meeting_starts: Iterable[datetime], abouts: Iterable[str]
) -> list[Subject]:
    """Each speaker once, from the end of the first lesson; the training from the last half day."""
    asked = set(abouts)
    found: list[Subject] = []
    if "speaker" in asked:
        first: dict[str, datetime] = {}
        for lesson in sorted(lessons, key=lambda each: (each.ends_at, each.speaker)):
            if lesson.speaker:
                first.setdefault(lesson.speaker, lesson.ends_at)
        found += [Subject(name, opens_at) for name, opens_at in first.items()]
    if "training" in asked:
        found.append(Subject("", max(meeting_starts, default=None)))
    return found


class State(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"


def state_of(subject: Subject, at: datetime, *, has_answered: bool, is_closed: bool) -> State:
    """What a trainee can do about a subject now."""
    if has_answered:
        return State.DONE
    if is_closed:
        return State.CLOSED
    if subject.opens_at is None or at < subject.opens_at:
        return State.WAITING
    return State.OPEN


@dataclass(frozen=True)
class Tally:
    """How often each level of one item was chosen; the mean in hundredths, rounded half up."""

    counts: tuple[int, ...]

    @property
    def mean(self) -> int:
        total = sum(level * count for level, count in zip(LEVELS, self.counts, strict=True))
        answers = sum(self.counts)
        return (200 * total + answers) // (2 * answers)

    @property
    def shares(self) -> tuple[int, ...]:
        """In whole percent, for a bar; they need not add up to a hundred."""
        return tuple(100 * count // sum(self.counts) for count in self.counts)


def may_be_told(ballots: Sequence[object], *, is_closed: bool) -> bool:
    return is_closed and len(ballots) >= FEWEST


def tallies(ballots: Sequence[Sequence[int]]) -> list[Tally]:
    """One for each item, in the form's order; a ballot has one level for each."""
    return [
        Tally(tuple(chosen.count(level) for level in LEVELS))
        for chosen in zip(*ballots, strict=True)
    ]
