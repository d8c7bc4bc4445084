"""Files that a person handed in: sealed in the store, shown as what they are and run nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, send_file

from lms import crypto, handed
from lms.db import after_commit
from lms.files import store

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def keep(data: bytes, *, place: str, suffix: str) -> str:
    """Put the bytes into the store, before a transaction is open, and return where they are."""
    return store().put(crypto.seal(data, place=place), suffix)


def content_of(file_key: str, *, place: str) -> bytes:
    return crypto.unseal(store().get(file_key), place=place)


def forget(file_key: str) -> None:
    """Once the running transaction is stored; a file whose row is still there is not lost."""
    after_commit(lambda: store().remove(file_key))


@contextmanager
def only_with_its_row(*file_keys: str) -> Iterator[None]:
    """Around the transaction that names the files: where it fails, they go again.

    Nobody would find them later, and some speak of an illness.
    """
    try:
        yield
    except BaseException:
        for file_key in file_keys:
            store().remove(file_key)
        raise


def shown(data: bytes, *, name: str, media_type: str) -> Response:
    """A photo in the page, a PDF as a download; nothing of it stays in the browser."""
    response: Response = send_file(
        io.BytesIO(data),
        mimetype=media_type,
        download_name=name,
        as_attachment=media_type == handed.PDF,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
