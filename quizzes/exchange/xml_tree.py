"""Reads hostile XML into plain nodes that know their line, with limits that hold while reading.

No document type, no entity of its own, nothing fetched, no depth without end: the parser stops at
the first of these, before anything is built from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException, handler
from xml.sax.xmlreader import AttributesImpl, Locator

import defusedxml.sax
from defusedxml.common import DefusedXmlException, DTDForbidden

from lms.words import N_, InputError

MAX_DEPTH = 30
MAX_NODES = 200_000

DOCTYPE = N_("DOCTYPE tidak diizinkan dalam berkas XML")
ENTITY = N_("Entitas XML buatan sendiri tidak diizinkan")
TOO_DEEP = N_("Berkas XML bersarang terlalu dalam")
TOO_MANY = N_("Berkas XML berisi terlalu banyak unsur")


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def all(self, tag: str) -> Iterator[Node]:
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Node | None:
        return next(self.all(tag), None)

    def says(self, tag: str, default: str = "") -> str:
        found = self.first(tag)
        return default if found is None else found.text


class _Builder(handler.ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX names it
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self._count += 1
        if self._count > MAX_NODES:
            raise InputError(TOO_MANY)
        if len(self._open) >= MAX_DEPTH:
            raise InputError(TOO_DEEP)
        line = self._locator.getLineNumber() if self._locator else None
        node = Node(name, dict(attrs.items()), line or 0)
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].pieces.append(content)


def read_xml(content: bytes) -> Node:
    """Read the root with all it holds. Raises InputError, with the line where that is known."""
    builder = _Builder()
    try:
        defusedxml.sax.parseString(
            content, builder, forbid_dtd=True, forbid_entities=True, forbid_external=True
        )
    except InputError:
        raise
    except DTDForbidden:
        raise InputError(DOCTYPE) from None
    except DefusedXmlException:
        raise InputError(ENTITY) from None
    except (SAXException, ValueError, LookupError) as error:
        line = error.getLineNumber() if hasattr(error, "getLineNumber") else None
        raise InputError(N_("Berkas XML rusak di baris %(line)s", line=line or "?")) from None
    if builder.root is None:
        raise InputError(N_("Berkas XML ini kosong"))
    return builder.root
