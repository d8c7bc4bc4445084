"""Questions in few words, and side by side."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.content_faults import Place

MOST_LETTERS = 140
_MARKUP = re.compile(r"<[^>]+>")


def first_words(content: Mapping[str, Any]) -> str:
    """How a question begins, without its markup."""
    text = " ".join(html.unescape(_MARKUP.sub(" ", content["stem"])).split())
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True)
class Difference:
    """A place that two questions fill differently; "" is nothing at all."""

    place: Place
    old: str
    new: str


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Where two written questions differ, in the order of the new one."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    places = dict.fromkeys([*after, *before])
    return [
        Difference(place, before.get(place, ""), after.get(place, ""))
        for place in places
        if before.get(place, "") != after.get(place, "")
    ]


def _leaves(written: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(written, Mapping):
        for name, value in written.items():
            yield from _leaves(value, (*place, name))
    elif isinstance(written, list | tuple):
        for index, value in enumerate(written):
            yield from _leaves(value, (*place, index))
    else:
        yield place, _plain(written)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return str(value)
