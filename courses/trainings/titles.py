"""What a training is called where its kind and its title stand together."""

from __future__ import annotations

WRITTEN_OUT = {"bimtek": "bimbingan teknis"}


def event_name(kind: str, title: str) -> str:
    """The kind before the title, unless the title begins with it, short or written out."""
    short = kind.casefold()
    begins = title.casefold().startswith((short, WRITTEN_OUT.get(short, short)))
    return title if begins else f"{kind} {title}"
