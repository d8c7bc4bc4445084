"""The one clock. Time is always the server's, aware, in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")  # the place's own time, in which people write and read


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    return _source().astimezone(UTC)


def use(source: Callable[[], datetime] | None) -> None:
    """Read the time from `source`; `None` goes back to the system's clock.

    A rehearsal plays two days in a minute, and a test stands at an exact second.
    """
    global _source  # noqa: PLW0603 - one process has one clock
    _source = source or _system


def stamp(moment: datetime) -> str:
    """As programs of others read it: 2024-02-02T02:00:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
