"""Clean HTML as the Markdown that says exactly the same, where there is one.

What is written is tried out: only Markdown that renders to the very HTML it came from is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

from lms import markdown
from lms.markdown import Picture
from quizzes.exchange.comparing import BLOCKS, SPACE, plainly

_HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}
# Words and stops of one line that begins with a word mean nothing but themselves to Markdown.
_PLAIN = r"[^\W\d_](?:[^\W_]| (?! )|[,.;:?!()/%+=\"'-])*(?<! )"
_PLAIN_BLOCK = re.compile(rf"<p>({_PLAIN})</p>\s*")
_PLAIN_LINE = re.compile(rf"({_PLAIN})")
_EMPHASIS = {"em": "*", "strong": "**"}
_ACTIVE = re.compile(r"([\\`*_\[\]<&|~]|^[#>+=-])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SMALL = re.compile(r"\d{1,6}", re.ASCII)
_DEEPEST = 12
_MOST_LETTERS = 20_000
_VERSION = re.compile(r"\?v=[0-9a-f]+$")

Pictures = Mapping[str, Picture]
_Escape = Callable[[str], str]


class _NotSaidError(Exception):
    """Markdown has no word for what stands here."""


class _Node:
    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[_Node | str] = []


class _Builder(HTMLParser):
    """Cleaned HTML closes what it opens, so a stack is all there is to it."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [_Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in ("br", "hr", "img"):
            self.open.append(node)
        if len(self.open) > _DEEPEST:
            raise _NotSaidError

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def block_as_markdown(html: str, pictures: Pictures) -> str | None:
    """The Markdown of paragraphs and lists; None if only HTML can say it."""
    if plain := _PLAIN_BLOCK.fullmatch(html):
        return plain[1]
    return _tried(html, _blocks, lambda text: markdown.render(text, pictures))


def line_as_markdown(html: str, pictures: Pictures) -> str | None:
    """The same for a line, as answers are."""
    if plain := _PLAIN_LINE.fullmatch(html):
        return plain[1]
    return _tried(html, _inline, lambda text: markdown.render_inline(text, pictures))


def _tried(
    html: str, write: Callable[[_Node, _Escape], str], render: Callable[[str], str]
) -> str | None:
    """People read and edit it: signs are escaped only where they would mean something."""
    try:
        builder = _Builder()
        builder.feed(html)
        builder.close()
        drafts = (write(builder.open[0], escape).strip() for escape in _ESCAPES)
        wanted = plainly(html)
        return next((each for each in drafts if _is_same(each, render, wanted)), None)
    except _NotSaidError:
        return None


def _is_same(draft: str, render: Callable[[str], str], wanted: str) -> bool:
    return len(draft) <= _MOST_LETTERS and plainly(render(draft)) == wanted


def _escaped(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", text))


def _all_escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)


_ESCAPES: tuple[_Escape, ...] = (str, _escaped, _all_escaped)


def _blocks(parent: _Node, escape: _Escape) -> str:
    return "\n\n".join(part for part in _parts(parent, escape) if part)


def _parts(parent: _Node, escape: _Escape) -> Iterator[str]:
    """Each block of a node; words that stand between blocks are one, too."""
    loose = _Node("", {})
    for child in parent.children:
        if isinstance(child, str) or child.tag not in BLOCKS:
            loose.children.append(child)
            continue
        yield _inline(loose, escape).strip()
        loose = _Node("", {})
        yield _block(child, escape)
    yield _inline(loose, escape).strip()


def _block(node: _Node, escape: _Escape) -> str:
    match node.tag:
        case "p":
            return _inline(node, escape).strip()
        case "hr":
            return "---"
        case "blockquote":
            return _indented(_blocks(node, escape), "> ", "> ")
        case "ul" | "ol":
            return _list(node, escape)
    if node.tag not in _HEADINGS:
        raise _NotSaidError
    return _HEADINGS[node.tag] + _inline(node, escape).strip()


def _list(node: _Node, escape: _Escape) -> str:
    items = [child for child in node.children if isinstance(child, _Node)]
    is_loose = any(
        isinstance(child, _Node) and child.tag == "p" for item in items for child in item.children
    )
    first = node.attributes.get("start", "1")
    if _SMALL.fullmatch(first) is None:
        raise _NotSaidError
    written = []
    for number, item in enumerate(items, start=int(first)):
        mark = "- " if node.tag == "ul" else f"{number}. "
        inside = ("\n\n" if is_loose else "\n").join(filter(None, _parts(item, escape)))
        written.append(_indented(inside, mark, " " * len(mark)))
    return ("\n\n" if is_loose else "\n").join(written)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        ((others if number else first) + line).rstrip() for number, line in enumerate(lines)
    )


def _inline(parent: _Node, escape: _Escape) -> str:
    return "".join(_word(child, escape) for child in parent.children)


def _word(node: _Node | str, escape: _Escape) -> str:
    if isinstance(node, str):
        return escape(SPACE.sub(" ", node))
    if node.tag == "br":
        return "\\\n"
    if node.tag == "code":
        return f"`{_inline(node, str)}`"
    if node.tag == "img":
        source = _VERSION.sub("", node.attributes.get("src", ""))
        return f"![{escape(node.attributes.get('alt', ''))}]({source})"
    inside = _inline(node, escape)
    if node.tag == "a":
        return f"[{inside}]({node.attributes.get('href', '')})"
    if node.tag not in _EMPHASIS:
        raise _NotSaidError
    return f"{_EMPHASIS[node.tag]}{inside}{_EMPHASIS[node.tag]}"
