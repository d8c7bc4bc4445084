"""A timetable as its rules see it: days, meetings and lines, with local times (WITA)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True)
class Block:
    """A meeting: the part of a day for which attendance is taken once. A new one has no key."""

    key: str
    title: str
    day: date
    starts: time
    ends: time
    opens_before_minutes: int = 30
    late_after_minutes: int = 15

    @property
    def begin(self) -> int:
        return minutes_of(self.starts)

    @property
    def end(self) -> int:
        return minutes_of(self.ends)


@dataclass(frozen=True)
class Line:
    """One line of the timetable; a new one has the id 0."""

    id: int
    day: date
    starts: time
    ends: time
    title: str
    kind: str
    meeting: str = ""
    module: str = ""
    lesson_hours: int = 0
    quiz: str = ""
    speaker: str = ""
    room: str = ""

    @property
    def begin(self) -> int:
        return minutes_of(self.starts)

    @property
    def end(self) -> int:
        return minutes_of(self.ends)

    @property
    def speakers(self) -> dict[str, str]:
        """Each name as written, by what makes it the same name; several stand between ";"."""
        names = (" ".join(name.split()) for name in self.speaker.split(";"))
        return {name.casefold(): name for name in names if name}

    @property
    def place(self) -> str:
        return " ".join(self.room.split()).casefold()


@dataclass(frozen=True)
class Plan:
    """The whole of it; `modules` tells how many JP each is to have in the timetable."""

    days: tuple[date, ...]
    blocks: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()
    modules: Mapping[str, int] = field(default_factory=dict)
    minutes_per_lesson_hour: int = 45

    def block(self, key: str) -> Block | None:
        return next((block for block in self.blocks if block.key == key), None)

    def line(self, line_id: int) -> Line | None:
        return next((line for line in self.lines if line.id == line_id), None)

    def of_day(self, day: date) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.day == day)


def minutes_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute
