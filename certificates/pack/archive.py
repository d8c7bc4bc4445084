"""Files bound into one ZIP with a list of their checksums: the same files, the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

SUMS = "SHA256SUMS"
_ALREADY_SMALL = (".pdf", ".jpg", ".png", ".xlsx")


def described(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Name, size and SHA-256 of each, in the order of the names."""
    return [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]


def sums(contents: Iterable[Mapping[str, Any]]) -> str:
    """As `sha256sum --check` reads it."""
    return "".join(f"{each['sha256']}  {each['name']}\n" for each in contents)


def bind(files: Mapping[str, bytes]) -> bytes:
    """No time of day goes in, so that two archives of the same files can be compared."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, SUMS, sums(described(files)).encode())
        for name, data in sorted(files.items()):
            _add(archive, name, data)
    return buffer.getvalue()


def one_of(data: bytes, name: str) -> bytes | None:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return found.read(name) if name in found.namelist() else None


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name)
    is_small = name.lower().endswith(_ALREADY_SMALL)
    info.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
