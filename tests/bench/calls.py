"""Requests without a server: straight into the application."""

from __future__ import annotations

import time
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import EnvironBuilder

from tests.bench.world import SAVE, Visitor


def get(path: str, visitor: Visitor | None = None) -> dict[str, Any]:
    headers = {"Cookie": visitor.cookie} if visitor else {}
    return EnvironBuilder(path=path, headers=headers).get_environ()


class Saver:
    """Saves answers of one person in turn, each time another choice of a newer number."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = str(uuid4())
        self._turns = count()
        self._first = int(time.monotonic() * 100)  # above whatever an earlier one has saved
        self.headers = {"Cookie": visitor.cookie, "X-CSRFToken": visitor.csrf}

    def next(self) -> tuple[str, dict[str, Any]]:
        """The path and the body of the next save."""
        turn = next(self._turns)
        number = turn % len(self.visitor.choices)
        keys = self.visitor.choices[number]
        round_ = turn // len(self.visitor.choices)
        body = {
            "attempt": 1,
            "key": str(uuid4()),
            "page": self.page,
            "made_at": int(time.time()),
            "sequence": self._first + round_,
            "choices": [keys[round_ % len(keys)]],
        }
        return f"{SAVE}/{number + 1}", body

    def environ(self) -> dict[str, Any]:
        path, body = self.next()
        builder = EnvironBuilder(path=path, method="PUT", headers=self.headers, json=body)
        return builder.get_environ()


def call(app: Flask, environ: dict[str, Any]) -> tuple[int, bytes]:
    """Status and body."""
    seen: list[str] = []
    environ = {**environ, "wsgi.errors": BytesIO()}
    chunks = app.wsgi_app(environ, lambda status, _headers, _error=None: seen.append(status))
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return int(seen[0][:3]), body


def expect(app: Flask, environ: dict[str, Any], status: int = 200) -> bytes:
    """The body of an answer that must be as expected: a fast error must not count as speed."""
    found, body = call(app, environ)
    if found != status:
        raise RuntimeError(f"{environ['PATH_INFO']}: {found}, not {status}: {body[:300]!r}")
    return body
