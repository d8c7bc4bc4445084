"""For which meetings one may ask to be excused, and until when a letter is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from courses.attendance.rules import MeetingPlan

# Who was in hospital asks afterwards; later than this the office has concluded.
ASKED_AFTERWARDS = timedelta(days=7)
LETTER_DAYS = 90


class ExcuseState(StrEnum):
    SENT = "sent"
    GRANTED = "granted"
    REFUSED = "refused"


def may_be_asked(meeting: MeetingPlan, at: datetime) -> bool:
    return at <= meeting.ends_at + ASKED_AFTERWARDS


def letter_days(rules: Mapping[str, Any]) -> int:
    return int(rules.get("excuse_letter_days", LETTER_DAYS))


def last_day_of_letters(last_day: date, rules: Mapping[str, Any]) -> date:
    """The last day on which a letter is still there."""
    return last_day + timedelta(days=letter_days(rules))


def state_of(is_granted: bool | None) -> ExcuseState:
    if is_granted is None:
        return ExcuseState.SENT
    return ExcuseState.GRANTED if is_granted else ExcuseState.REFUSED
