"""What would go from a text without a word when it is cleaned: told, or put into plain words."""

from __future__ import annotations

import re
from dataclasses import replace

from lms.words import N_, Words
from quizzes.exchange.items import Item, Markup, Rich
from quizzes.exchange.texts import markup_of

_LOST = re.compile(
    r"<(?:audio|video|iframe|object|embed|svg|math|canvas|input|select|textarea)\b", re.IGNORECASE
)
_OWN_LINK = re.compile(
    r"<a\b[^<>]{0,500}@@PLUGINFILE@@[^<>]{0,500}>([^<]{0,2000})</a\s*>", re.IGNORECASE
)

LOST = N_("suara, video, rumus bergambar, dan isian di dalam teks tidak ikut diambil")
LINK = N_("tautan ke berkas yang menyertai soal tidak ikut diambil")


def told(item: Item) -> Item:
    """The item with notes of what it loses; a link to a file beside the text is its words."""
    notes: dict[Words, None] = dict.fromkeys(item.notes)

    def change(rich: Rich) -> Rich:
        if markup_of(rich) is not Markup.HTML:
            return rich
        if _LOST.search(rich.text):
            notes.setdefault(LOST)
        text = _OWN_LINK.sub(r"\1", rich.text)
        if text != rich.text:
            notes.setdefault(LINK)
        return replace(rich, text=text)

    changed = item.with_texts(change)
    return replace(changed, notes=tuple(notes))
