"""What can be said of a module from its text alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")
FEWEST_SECTIONS = 3  # a shorter text needs no list of its parts


@dataclass(frozen=True)
class Section:
    id: str
    title: str


def outline(html: str) -> list[Section]:
    """The sections of a text, where it is long enough to need them listed."""
    sections = _SECTION.findall(html)
    found = [Section(anchor, unescape(_MARKUP.sub("", title))) for anchor, title in sections]
    return found if len(found) >= FEWEST_SECTIONS else []
