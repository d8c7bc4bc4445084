"""The JSON-LD contexts of a credential, as they were on the day they were pinned.

What a word means is part of what is signed, so a context is never fetched: another address than
these two is refused, whoever names it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PINNED = Path(__file__).parent / "pinned"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FILES = {CREDENTIALS: "credentials-v2.jsonld", OPEN_BADGES: "open-badges-3.0.3.jsonld"}


class UnknownContextError(LookupError):
    """The document names a context that is not pinned here."""


@cache
def _document(url: str) -> dict[str, Any]:
    if url not in _FILES:
        raise UnknownContextError(url)
    found: dict[str, Any] = json.loads((PINNED / _FILES[url]).read_text("utf-8"))
    return found


def load(url: str, _options: object = None) -> dict[str, Any]:
    """The document loader that PyLD asks."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _document(url),
    }
