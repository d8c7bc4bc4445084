"""Markdown to HTML that is safe to show: rendered at save time, cleaned last."""

from __future__ import annotations

import html
import re
from collections import Counter

import nh3
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
_TAGS = {
    "a", "blockquote", "br", "caption", "code", "dd", "dl", "dt", "em", "figcaption", "figure",
    "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "h2": {"id"},
    "h3": {"id"},
    "ol": {"start"},
}
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.DOTALL)
# A wide table scrolls by itself on a phone, with the keyboard too.
_TABLE = '<div class="table-scroll" tabindex="0" role="group" aria-label="Tabel"><table>'
_MARKUP = re.compile(r"<[^>]+>")


def render(text: str) -> str:
    """Return clean HTML; headings get stable ids so that a question can point to a section."""
    clean: str = nh3.clean(
        _with_ids(_markdown.render(text)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return clean.replace("<table>", _TABLE).replace("</table>", "</table></div>")


def render_inline(text: str) -> str:
    """Return clean HTML without a paragraph around it, for a question's option."""
    return nh3.clean(
        _markdown.renderInline(text), tags={"em", "strong", "code", "sub", "sup"}, attributes={}
    )


def slug(heading: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", heading.lower())
    return words.strip("-")


def _with_ids(rendered: str) -> str:
    seen: Counter[str] = Counter()

    def with_id(match: re.Match[str]) -> str:
        tag, inner = match.groups()
        name = slug(html.unescape(_MARKUP.sub("", inner))) or "bagian"
        seen[name] += 1
        again = f"-{seen[name]}" if seen[name] > 1 else ""
        return f'<{tag} id="{name}{again}">{inner}</{tag}>'

    return _HEADING.sub(with_id, rendered)
