"""A module's stored HTML as a tree that can be printed and bound: names, links, pictures, tables.

What is stored is clean (`lms.markdown`); here it only gets what a book needs and a page does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring

# Where a stored text has its pictures: their name, and what changes with their bytes.
_PICTURE = re.compile(r"figures/([\w.-]+\?v=\w+)", re.ASCII)
_CONFIRM = "(perlu konfirmasi"  # how texts mark what the office still has to say
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FEW_ROWS = 10
_NUMBER = re.compile(r"(?:Rp\s?)?[\d.,−–-]+(?: ?%)?", re.ASCII)


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    title: str


@dataclass(frozen=True)
class Text:
    """A module's text, ready to be bound, and its headings in order."""

    root: HtmlElement
    headings: tuple[Heading, ...]

    @property
    def html(self) -> str:
        return _inside(self.root, "html")

    @property
    def xml(self) -> str:
        return _inside(self.root, "xml")


@dataclass(frozen=True)
class Binding:
    """How the book says what a text names: its anchors, other modules, pictures, this site."""

    prefix: str  # of the ids, which are only the module's own
    chapters: Mapping[str, str]  # where the book has each module, by its code
    page: str  # the module's page on this site, from which other links are seen
    picture: Callable[[str], str]  # address for the name of a picture


def bind(stored: str, binding: Binding) -> Text:
    root = _read(stored)
    for box in root.xpath(".//div[@class='table-scroll']"):
        box.drop_tag()
    for element in root.iter("h2", "h3"):
        if name := element.get("id"):
            element.set("id", f"{binding.prefix}-{name}")
    for link in root.iter("a"):
        _link(link, binding)
    for image in root.iter("img"):
        _picture(image, binding)
    for table in root.iter("table"):
        _table(table)
    for words in root.iter("em"):
        if (words.text or "").startswith(_CONFIRM):
            words.set("class", "confirm")
    return Text(root, tuple(_headings(root)))


def pictures_in(stored: str) -> list[str]:
    """The pictures a stored text shows, each once, as `picture_key` calls them."""
    sources = _read(stored).xpath(".//img/@src")
    return list(dict.fromkeys(picture_key(str(source)) for source in sources))


def picture_key(source: str) -> str:
    """`name?v=version`: the same for the same bytes."""
    match = _PICTURE.fullmatch(source)
    if match is None:
        raise ValueError(f"not a picture of ours: {source}")
    return match[1]


def _read(stored: str) -> HtmlElement:
    return fragment_fromstring(_NOT_XML.sub("", stored), create_parent="div")


def _headings(root: HtmlElement) -> list[Heading]:
    return [
        Heading(int(element.tag[1]), element.get("id") or "", element.text_content().strip())
        for element in root.iter("h2", "h3")
    ]


def _link(link: HtmlElement, binding: Binding) -> None:
    target = link.get("href") or ""
    link.attrib.pop("rel", None)
    address, _hash, anchor = target.partition("#")
    if not address and anchor:
        link.set("href", f"#{binding.prefix}-{anchor}")
    elif address in binding.chapters:
        link.set("href", binding.chapters[address])
    else:
        with suppress(ValueError):  # what cannot be an address at all stays as it was written
            link.set("href", urljoin(binding.page, target))


def _picture(image: HtmlElement, binding: Binding) -> None:
    image.set("src", binding.picture(picture_key(image.get("src") or "")))
    image.attrib.pop("loading", None)


def _table(table: HtmlElement) -> None:
    """Say what the heads are for, keep a short table whole, set numbers to the right."""
    for head in table.iter("th"):
        head.set("scope", "col")
    rows = [list(row) for row in table.iter("tr")]
    if len(rows) <= _FEW_ROWS:
        table.set("class", "short")
    for place in range(max(map(len, rows), default=0)):
        column = [row[place] for row in rows if place < len(row)]
        texts = [cell.text_content().strip() for cell in column if cell.tag == "td"]
        said = [text for text in texts if text]
        if said and all(_NUMBER.fullmatch(text) for text in said):
            for cell in column:
                cell.set("class", "number")


def _inside(root: HtmlElement, method: str) -> str:
    parts = [etree.tostring(child, encoding="unicode", method=method) for child in root]
    return escape(root.text or "") + "".join(parts)
