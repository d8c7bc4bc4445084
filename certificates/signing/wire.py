"""One request to a service elsewhere: tried once, followed nowhere, bounded in time and size.

Python's own client, on purpose: it keeps no connection, follows no redirect with a passphrase in
hand, and writes nothing down.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

_CHUNK = 64 * 1024


class UnreachableError(OSError):
    """The other side was not reached: it knows nothing of the request."""


class NoAnswerError(OSError):
    """The request went out and no whole answer came back."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def post(
    url: str, body: bytes, *, headers: Mapping[str, str], seconds: float, most_bytes: int
) -> Answer:
    """Raises UnreachableError or NoAnswerError."""
    until = time.monotonic() + seconds
    connection = _connection(url, seconds)
    try:
        try:
            connection.connect()
        except (OSError, HTTPException) as error:
            raise UnreachableError(type(error).__name__) from error
        try:
            connection.request("POST", urlsplit(url).path or "/", body, dict(headers))
            response = connection.getresponse()
            return Answer(response.status, _read(response, connection, until, most_bytes))
        except (OSError, HTTPException) as error:
            raise NoAnswerError(type(error).__name__) from error
    finally:
        connection.close()


def _connection(url: str, seconds: float) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, parts.port, timeout=seconds, context=context)
    return HTTPConnection(host, parts.port, timeout=seconds)


def _read(
    response: HTTPResponse, connection: HTTPConnection, until: float, most_bytes: int
) -> bytes:
    """Read to the end, however slowly it drips: the whole has one deadline."""
    parts, size = [], 0
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock is not None:
            connection.sock.settimeout(left)
        part = response.read1(_CHUNK)
        if not part:
            break
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise OSError("too much")
    if response.length:  # it promised more
        raise OSError("cut short")
    return b"".join(parts)
