"""Where a text shows pictures, and how it names others instead."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import nh3

from quizzes.exchange.items import Markup, Rich
from quizzes.exchange.texts import markup_of

_TAGS = set(nh3.ALLOWED_TAGS) | {"img"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "img": {"src", "alt"}}
_SCHEMES = {"http", "https", "mailto", "data"}
_IMAGE = re.compile(r"<img\b[^>]*>")  # in cleaned HTML, where ">" never stands in an attribute
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_ALT = re.compile(r'\balt="([^"]*)"')
_MARKED = re.compile(r"!\[([^\]\n]{0,1000})\]\([ \t]{0,9}<?([^\s)>]+)>?(?:[ \t][^)\n]{0,300})?\)?")

Place = Callable[[str], str]


def with_images(rich: Rich, place: Place) -> tuple[Rich, bool]:
    """Name each picture as `place` does; one that it names "" leaves its alternative text.

    Also says whether a picture that stays has no such text. The files beside the text are done
    with after this.
    """
    bare = replace(rich, files=())
    markup = markup_of(rich)
    if markup is Markup.HTML and "<img" in rich.text.lower():
        cleaned = nh3.clean(rich.text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
        alts: list[str] = []
        text = _IMAGE.sub(lambda match: _in_html(match[0], place, alts), cleaned)
        return Rich(text, Markup.HTML), not all(alts)
    if markup is Markup.MARKDOWN and "![" in rich.text:
        alts = []
        text = _MARKED.sub(lambda match: _in_markdown(match, place, alts), rich.text)
        return replace(bare, text=text), not all(alts)
    return bare, False


def _in_html(tag: str, place: Place, alts: list[str]) -> str:
    source, found = _SOURCE.search(tag), _ALT.search(tag)
    alt = html.unescape(found[1]).strip() if found else ""
    path = place(html.unescape(source[1]) if source else "")
    if not path:
        return html.escape(alt, quote=False)
    alts.append(alt)
    return f'<img src="{path}" alt="{html.escape(alt)}">'


def _in_markdown(match: re.Match[str], place: Place, alts: list[str]) -> str:
    alt, path = match[1].strip(), place(match[2])
    if not path:
        return alt
    alts.append(alt)
    return f"![{alt}]({path})"
