"""Which files there are to be had, what they are called, and how far the making is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A job that was begun says how it ended. One that has been silent for so long has died.
PATIENCE = timedelta(minutes=15)
LONGEST_TITLE = 100
_UNSAFE = re.compile(r"[^\w .,()'’–-]+")
_SPACES = re.compile(r"\s+")


class Format(StrEnum):
    PDF = "pdf"
    EPUB = "epub"

    @property
    def media_type(self) -> str:
        return {Format.PDF: "application/pdf", Format.EPUB: "application/epub+zip"}[self]


class State(StrEnum):
    ABSENT = "absent"  # nobody has asked for it since the texts changed
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class Making:
    """How far a file is."""

    asked_at: datetime
    failed_at: datetime | None
    made_at: datetime | None


def state_of(making: Making | None, now: datetime) -> State:
    if making is None:
        return State.ABSENT
    if making.made_at is not None:
        return State.READY
    if making.failed_at is not None or now - making.asked_at > PATIENCE:
        return State.FAILED
    return State.WAITING


def file_name(start: str, title: str, form: Format) -> str:
    """`Modul PS-03 - Data sasaran DTKS ke DTSEN.pdf`: safe in any file system."""
    words = _SPACES.sub(" ", _UNSAFE.sub(" ", title)).strip(" .")
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rpartition(" ")[0].rstrip(" .,–-")
    return f"{start} - {words}.{form}"
