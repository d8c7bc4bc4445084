"""Which part of the timetable a person wants to see at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True)
class Item:
    """One line of the timetable."""

    day: date
    starts_at: datetime
    ends_at: datetime
    title: str
    kind: str
    lesson_hours: int = 0
    speaker: str = ""
    module_code: str | None = None
    room: str = ""


class When(StrEnum):
    BEFORE = "before"  # the day shown is yet to come
    TODAY = "today"
    AFTER = "after"
    EMPTY = "empty"  # nobody wrote a timetable yet


@dataclass(frozen=True)
class Programme:
    """One day of the timetable, with what runs now and what follows."""

    when: When
    day: date | None = None
    number: int = 0  # "Hari ke-1"
    past: tuple[Item, ...] = ()
    to_come: tuple[Item, ...] = ()  # what runs now is the first of these
    running: Item | None = None
    following: Item | None = None


def programme(items: Sequence[Item], today: date, at: datetime) -> Programme:
    """Today's part, or that of the next day with anything; nothing once all days are past."""
    days = sorted({item.day for item in items})
    coming = [day for day in days if day >= today]
    if not coming:
        return Programme(When.AFTER if days else When.EMPTY)
    day = coming[0]
    shown = tuple(item for item in items if item.day == day)
    return Programme(
        when=When.TODAY if day == today else When.BEFORE,
        day=day,
        number=days.index(day) + 1,
        past=tuple(item for item in shown if item.ends_at <= at),
        to_come=tuple(item for item in shown if item.ends_at > at),
        running=next((item for item in shown if item.starts_at <= at < item.ends_at), None),
        following=next((item for item in shown if item.starts_at > at), None),
    )


def by_day(items: Sequence[Item]) -> list[tuple[date, list[Item]]]:
    days: dict[date, list[Item]] = {}
    for item in items:
        days.setdefault(item.day, []).append(item)
    return sorted(days.items())
