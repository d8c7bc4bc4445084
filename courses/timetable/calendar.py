"""The timetable as an iCalendar file (RFC 5545), in WITA with its zone described."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event, Timezone

from lms.clock import WITA
from lms.i18n import local

PRODUCT = "-//Diklat Dinsos//Jadwal//ID"
REFRESH = "PT6H"  # what programs that keep to it wait before they look again


@dataclass(frozen=True)
class Entry:
    """One event. `key` stays the same as long as the line of the timetable does."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    details: str = ""
    is_free: bool = False  # a break, or something that runs beside the rest


def calendar_file(
    title: str, host: str, entries: Iterable[Entry], *, version: int, changed_at: datetime
) -> bytes:
    """Equal timetables give equal bytes, so a program is told when nothing changed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", WITA.key)
    calendar.add("x-published-ttl", REFRESH)
    calendar.add_component(Timezone.from_tzid(WITA.key))
    for entry in entries:
        calendar.add_component(_event(entry, host, version, changed_at))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, host: str, version: int, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", version)
    event.add("dtstart", local(entry.starts_at))
    event.add("dtend", local(entry.ends_at))
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    event.add("description", entry.details)
    event.add("transp", "TRANSPARENT" if entry.is_free else "OPAQUE")
    return event
