"""What a handout is made of: the training's facts, and the texts and pictures as they are now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from courses.trainings.titles import event_name
from lms.config import PROJECT

# What decides how a handout looks. Who changes it wants new files, not those of last week.
_MAKERS = (
    "courses/handouts",
    "templates/courses/handouts/print",
    "templates/courses/handouts/epub",
    "lms/static/print",
)
_MADE_BY = {".py", ".html", ".xhtml", ".xml", ".css", ".woff2"}


@dataclass(frozen=True)
class Chapter:
    """A module as it is read today; `html` is left out where only its facts are needed."""

    module_id: int
    code: str
    title: str
    lesson_hours: int
    is_self_study: bool
    version: int
    reading_minutes: int
    content_hash: str
    updated_at: datetime
    html: str = field(default="", repr=False, compare=False)

    @property
    def key(self) -> str:
        """Its name among anchors and files."""
        return self.code.lower()


@dataclass(frozen=True)
class Photo:
    """A picture with its bytes, drawn or photographed."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class Volume:
    """All modules of a training (`is_whole`), or one of them."""

    title: str
    kind: str
    organiser: str
    city: str
    first_day: date
    last_day: date
    edition: str
    address: str  # of the training on this site
    is_whole: bool
    chapters: tuple[Chapter, ...]
    photos: Mapping[str, Photo] = field(default_factory=dict, repr=False, compare=False)

    @property
    def event(self) -> str:
        return event_name(self.kind, self.title)

    @property
    def updated_at(self) -> datetime:
        return max(chapter.updated_at for chapter in self.chapters)

    @property
    def digest(self) -> str:
        """Equal for equal handouts: it changes with the texts, what is said of them, the looks."""
        facts = [
            *(self.title, self.kind, self.organiser, self.city, self.edition, self.address),
            *(self.first_day.isoformat(), self.last_day.isoformat(), self.is_whole, _looks()),
            *(
                [c.code, c.title, c.lesson_hours, c.is_self_study, c.version, c.content_hash]
                for c in self.chapters
            ),
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _looks() -> str:
    digest = hashlib.sha256()
    for folder in _MAKERS:
        for path in sorted(Path(PROJECT / folder).rglob("*")):
            if path.is_file() and path.suffix in _MADE_BY:
                digest.update(path.read_bytes())
    return digest.hexdigest()
