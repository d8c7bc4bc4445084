"""Markdown to HTML that is safe to show: rendered at save time, cleaned last."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
_TAGS = {
    "a", "blockquote", "br", "caption", "code", "dd", "dl", "dt", "em", "figcaption", "figure",
    "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "loading"},
    "h2": {"id"},
    "h3": {"id"},
    "ol": {"start"},
}
_INLINE_TAGS = {"em", "strong", "code", "sub", "sup"}
_SIMPLE_TAGS = {"b", "i", "s", "u"}  # what other programs write for em and strong
_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6])\s*>\s*", re.IGNORECASE)
_EDGE_BREAKS = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.DOTALL)
# A wide table scrolls by itself on a phone, with the keyboard too.
_TABLE = '<div class="table-scroll" tabindex="0" role="group" aria-label="Tabel"><table>'
_MARKUP = re.compile(r"<[^>]+>")
_IMAGE = re.compile(r"<img\b[^>]*>")  # in cleaned HTML ">" never stands in an attribute unescaped
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_ALT = re.compile(r'\balt="([^"]*)"')


@dataclass(frozen=True)
class Image:
    """A picture as a text names it."""

    line: int
    source: str
    alt: str


@dataclass(frozen=True)
class Picture:
    """Where a picture is to be had, and its size, so that the text around it never jumps."""

    address: str
    width: int
    height: int


def images(text: str) -> list[Image]:
    """Find the pictures a text names, in its order."""
    return [
        Image(block.map[0] + 1 if block.map else 1, str(token.attrs["src"]), token.content)
        for block in _markdown.parse(text)
        for token in block.children or ()
        if token.type == "image"
    ]


def render(
    text: str, pictures: Mapping[str, Picture] | None = None, *, only_known: bool = False
) -> str:
    """Return clean HTML; headings get stable ids so that a question can point to a section.

    `pictures` says for a source written in the text where that picture is really to be had;
    with `only_known` any other one is told in words, as long as a text is still being written.
    """
    tokens = _markdown.parse(text)
    if only_known:
        _put_into_words(tokens, pictures or {})
    _place_pictures(tokens, pictures or {})
    rendered = _with_ids(_markdown.renderer.render(tokens, _markdown.options, {}))
    return _clean(rendered, _TAGS, _ATTRIBUTES)


def clean_html(written: str, pictures: Mapping[str, Picture] | None = None) -> str:
    """Return of somebody's HTML what a text of ours may have: no ids, no pictures but these."""
    attributes = {"a": _ATTRIBUTES["a"], "ol": _ATTRIBUTES["ol"], "img": {"src", "alt"}}
    kept = _clean(written, _TAGS | _SIMPLE_TAGS, attributes)
    return _with_pictures(kept, pictures or {}).strip()


def clean_inline_html(written: str, pictures: Mapping[str, Picture] | None = None) -> str:
    """The same for a line: paragraphs become line breaks."""
    lines = _BLOCK_END.sub("<br>", written)
    tags = _INLINE_TAGS | _SIMPLE_TAGS | {"br", "img"}
    kept: str = nh3.clean(lines, tags=tags, attributes={"img": {"src", "alt"}})
    return _EDGE_BREAKS.sub("", _with_pictures(kept, pictures or {}))


def _with_pictures(cleaned: str, pictures: Mapping[str, Picture]) -> str:
    """Show the pictures that are known under the name they are written with, and no other."""

    def shown(match: re.Match[str]) -> str:
        source, alt = _SOURCE.search(match[0]), _ALT.search(match[0])
        picture = pictures.get(html.unescape(source[1])) if source else None
        if picture is None:
            return ""
        return (
            f'<img src="{picture.address}" alt="{alt[1] if alt else ""}" '
            f'width="{picture.width}" height="{picture.height}" loading="lazy">'
        )

    return _IMAGE.sub(shown, cleaned)


def _clean(rendered: str, tags: set[str], attributes: dict[str, set[str]]) -> str:
    kept: str = nh3.clean(
        rendered,
        tags=tags,
        attributes=attributes,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return kept.replace("<table>", _TABLE).replace("</table>", "</table></div>")


def render_inline(text: str, pictures: Mapping[str, Picture] | None = None) -> str:
    """Return clean HTML without a paragraph around it, for a question's option."""
    tags = _INLINE_TAGS | {"img"}
    rendered = _markdown.renderInline(text)
    kept: str = nh3.clean(rendered, tags=tags, attributes={"img": {"src", "alt"}})
    return _with_pictures(kept, pictures or {})


def slug(heading: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", heading.lower())
    return words.strip("-")


def _put_into_words(tokens: Sequence[Token], pictures: Mapping[str, Picture]) -> None:
    for token in (child for block in tokens for child in block.children or ()):
        if token.type == "image" and str(token.attrs["src"]) not in pictures:
            token.type, token.content = "text", f"[{token.content}]"


def _place_pictures(tokens: Sequence[Token], pictures: Mapping[str, Picture]) -> None:
    for number, block in enumerate(tokens):
        children = block.children or []
        for token in children:
            if token.type == "image" and (picture := pictures.get(str(token.attrs["src"]))):
                token.attrs["src"] = picture.address
                token.attrs |= {"width": picture.width, "height": picture.height}
                token.attrs["loading"] = "lazy"
        if [token.type for token in children[:3]] == _CAPTIONED and _is_one_caption(children[2:]):
            tokens[number - 1].tag = tokens[number + 1].tag = "figure"
            children[2].tag = children[-1].tag = "figcaption"


_CAPTIONED = ["image", "softbreak", "em_open"]


def _is_one_caption(tokens: Sequence[Token]) -> bool:
    """A line that is emphasised as a whole, under a picture, says what the picture shows."""
    closed = [token.level for token in tokens if token.type == "em_close"]
    return tokens[-1].type == "em_close" and closed.index(tokens[0].level) == len(closed) - 1


def _with_ids(rendered: str) -> str:
    seen: Counter[str] = Counter()

    def with_id(match: re.Match[str]) -> str:
        tag, inner = match.groups()
        name = slug(html.unescape(_MARKUP.sub("", inner))) or "bagian"
        seen[name] += 1
        again = f"-{seen[name]}" if seen[name] > 1 else ""
        return f'<{tag} id="{name}{again}">{inner}</{tag}>'

    return _HEADING.sub(with_id, rendered)
