"""When something of an ended attempt may be seen: one word of a quiz's settings."""

from __future__ import annotations

from enum import StrEnum


class Shown(StrEnum):
    AT_ONCE = "at_once"
    AFTER_CLOSING = "after_closing"
    FROM_MOMENT = "from_moment"  # Quiz.shown_from
    NEVER = "never"
