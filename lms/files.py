"""Private files by content: a folder or any store fsspec knows, chosen by one address."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import fsspec
from flask import Flask, current_app
from fsspec.implementations.local import LocalFileSystem


class MissingFileError(LookupError):
    """The store has no such file, or not the bytes that were put there."""


def key_of(data: bytes, suffix: str = "") -> str:
    """The name under which the store keeps these bytes."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{digest[:2]}/{digest}{suffix}"


class Store:
    def __init__(self, url: str) -> None:
        self._fs, self._root = fsspec.core.url_to_fs(url)

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep the bytes and return their key. The same bytes get the same key."""
        key = key_of(data, suffix)
        path = self._path(key)
        if not self._fs.exists(path):
            self._write(path, data)
        return key

    def get(self, key: str) -> bytes:
        """Read the bytes back. Raises MissingFileError if they are gone or were changed."""
        try:
            data: bytes = self._fs.cat_file(self._path(key))
        except (FileNotFoundError, IsADirectoryError) as error:
            raise MissingFileError(key) from error
        if hashlib.sha256(data).hexdigest() not in key:
            raise MissingFileError(f"{key} was changed")
        return data

    def remove(self, key: str) -> None:
        """Forget a file that only waited for something; one that is gone already is no fault."""
        with contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._path(key))

    def all_keys(self) -> Iterator[str]:
        """The keys of all files, whether or not they can still be read."""
        root = str(self._root).rstrip("/")
        for path in self._fs.find(root):
            if not path.endswith(".part"):
                yield path.removeprefix(root + "/")

    def is_writable(self) -> bool:
        path = self._path(f"probe-{secrets.token_hex(4)}")
        try:
            self._write(path, b"probe")
            self._fs.rm_file(path)
        except Exception:  # each store's driver has its own errors; any of them means "no"
            return False
        return True

    def _path(self, key: str) -> str:
        return f"{self._root.rstrip('/')}/{key}"

    def _write(self, path: str, data: bytes) -> None:
        """A killed process leaves no half file under the key."""
        if isinstance(self._fs, LocalFileSystem):
            write_whole(Path(path), data)
        else:
            self._fs.pipe_file(path, data)  # an object store shows a whole object or none


def write_whole(path: Path, data: bytes) -> None:
    """Write beside, reach the disk, then rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(6)}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name, too, outlives a power cut
    finally:
        os.close(folder)


def init_app(app: Flask, url: str) -> None:
    app.extensions["files"] = Store(url)


def store() -> Store:
    found: Store = current_app.extensions["files"]
    return found
