"""The code on the projector: it changes by the server's clock and proves that one is in the room.

Nothing is stored: a code is the HMAC of its window of time under the meeting's secret.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

# Without 0 O 1 I L U: it is read from a projector and typed on a phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
REMEMBERED = timedelta(minutes=10)


@dataclass(frozen=True)
class Rhythm:
    """How long a code is shown, and for how long it still counts after that."""

    shown_seconds: int = 15
    grace_seconds: int = 30


RHYTHM = Rhythm()


class Check(StrEnum):
    ACCEPTED = "accepted"
    TOO_OLD = "too_old"
    OTHER_MEETING = "other_meeting"
    PRINTED_OFF = "printed_off"  # the code on paper, which nobody has switched on
    UNKNOWN = "unknown"


def code_at(secret: bytes, moment: datetime, rhythm: Rhythm = RHYTHM) -> str:
    """The code to show at this moment."""
    return _code(secret, _window(moment, rhythm))


def seconds_left(moment: datetime, rhythm: Rhythm = RHYTHM) -> int:
    """For how many more seconds the code of this moment is shown."""
    return rhythm.shown_seconds - int(moment.timestamp()) % rhythm.shown_seconds


def check_code(
    secret: bytes,
    code: str,
    at: datetime,
    others: Iterable[bytes] = (),
    rhythm: Rhythm = RHYTHM,
) -> Check:
    """Judge a code by the server's time; `others` are the secrets of the other meetings."""
    if _is_fresh(secret, code, at, rhythm):
        return Check.ACCEPTED
    if _was_shown(secret, code, at, rhythm):
        return Check.TOO_OLD
    if any(_is_fresh(other, code, at, rhythm) for other in others):
        return Check.OTHER_MEETING
    return Check.UNKNOWN


def window_shown(
    secret: bytes, code: str, first: datetime, last: datetime, rhythm: Rhythm = RHYTHM
) -> datetime | None:
    """When the screen began to show this code, if it did so between two moments.

    A day has 5,760 windows and there are 729 million codes, so a guess is right once in 126,000.
    """
    found = None
    for window in range(_window(first, rhythm), _window(last, rhythm) + 1):
        if _is_equal(_code(secret, window), code):
            found = window  # and on to the end, so that the time taken tells nothing
    if found is None:
        return None
    return datetime.fromtimestamp(found * rhythm.shown_seconds, UTC)


def is_remembered(scanned_at: datetime, at: datetime) -> bool:
    """Whether a code that was fresh when scanned still counts after a slow sign-in."""
    return timedelta(0) <= at - scanned_at <= REMEMBERED


def _is_fresh(secret: bytes, code: str, at: datetime, rhythm: Rhythm) -> bool:
    """Shown now, or so lately that its grace has not run out."""
    earliest = _window(at - timedelta(seconds=rhythm.grace_seconds), rhythm)
    return _is_of(secret, code, earliest, _window(at, rhythm))


def _was_shown(secret: bytes, code: str, at: datetime, rhythm: Rhythm) -> bool:
    return _is_of(secret, code, _window(at - REMEMBERED, rhythm), _window(at, rhythm))


def _is_of(secret: bytes, code: str, first: int, last: int) -> bool:
    found = False
    for window in range(first, last + 1):  # all of them, so that the time taken tells nothing
        found |= _is_equal(_code(secret, window), code)
    return found


def _is_equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _window(moment: datetime, rhythm: Rhythm) -> int:
    return int(moment.timestamp()) // rhythm.shown_seconds


def _code(secret: bytes, window: int) -> str:
    number = int.from_bytes(hmac.new(secret, str(window).encode(), hashlib.sha256).digest())
    code = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        code += ALPHABET[place]
    return code
