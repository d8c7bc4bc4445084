"""Texts of any markup as the clean HTML that the bank holds, and as plain words."""

from __future__ import annotations

import html
import re

from lms import markdown
from quizzes.bank.rendering import Pictures
from quizzes.exchange.items import Markup, Rich

_HAS_TAGS = re.compile(
    r"</?(?:[abisu]|em|strong|p|br|div|span|su[bp]|ul|ol|li|table|img|script)\b[^<>]*>|&#?\w+;",
    re.IGNORECASE,
)
_IMAGE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')  # in cleaned HTML
_SIZE = re.compile(r' width="\d+" height="\d+" loading="lazy"')
_MARKUP = re.compile(r"<[^>]+>")


def as_html(rich: Rich, pictures: Pictures | None = None) -> str:
    return _unsized(_block(rich, pictures))


def as_line(rich: Rich, pictures: Pictures | None = None) -> str:
    return _unsized(_line(rich, pictures))


def markup_of(rich: Rich) -> Markup:
    """Moodle takes unmarked text for HTML; without a tag in it, that could only lose a "<"."""
    if rich.markup is not Markup.AUTO:
        return rich.markup
    return Markup.HTML if _HAS_TAGS.search(rich.text) else Markup.PLAIN


def as_text(written: str) -> str:
    """The words of clean HTML; a picture is what its alternative text says."""
    worded = _IMAGE.sub(r" [\1] ", written)
    return " ".join(html.unescape(_MARKUP.sub(" ", worded)).split())


def _block(rich: Rich, pictures: Pictures | None) -> str:
    match markup_of(rich):
        case Markup.HTML:
            return markdown.clean_html(rich.text, pictures)
        case Markup.MARKDOWN:
            return markdown.clean_html(markdown.render(rich.text), pictures)
    paragraphs = [part for part in rich.text.split("\n\n") if part.strip()]
    return markdown.clean_html("\n".join(f"<p>{_with_breaks(part)}</p>" for part in paragraphs))


def _line(rich: Rich, pictures: Pictures | None) -> str:
    match markup_of(rich):
        case Markup.HTML:
            return markdown.clean_inline_html(rich.text, pictures)
        case Markup.MARKDOWN:
            rendered = markdown.render_inline(rich.text, pictures)
            return rendered.strip()
    return markdown.clean_inline_html(_with_breaks(rich.text))


def _unsized(cleaned: str) -> str:
    """A picture is written without its size, which belongs to the page that shows it."""
    return _SIZE.sub("", cleaned)


def _with_breaks(text: str) -> str:
    return html.escape(text.strip(), quote=False).replace("\n", "<br>")
