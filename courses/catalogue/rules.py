"""What can be said of a module from its text alone."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)
_PICTURE = re.compile(r'<img [^>]*?src="figures/([^"]+)"')
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


def fetched_bytes(html: str, pictures: Mapping[str, int]) -> int:
    """What a text costs of somebody's data: itself, packed as it is sent, and each picture once.

    `pictures` has the size of each as texts name it, `name?v=version`. Drawings are counted as
    they lie there, so where the server packs them too it costs less than said.
    """
    text = len(gzip.compress(html.encode(), mtime=0))
    return text + sum(pictures.get(name, 0) for name in set(_PICTURE.findall(html)))
