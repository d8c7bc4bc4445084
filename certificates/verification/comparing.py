"""Says of a file from anywhere whether it is, byte for byte, one of the register.

Nothing of it is opened or unpacked: the file of a stranger could be made to fill the memory. What
the register keeps is the measure, so a changed byte is seen wherever it stands.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from certificates.register import queries
from certificates.register.codes import LENGTH
from certificates.register.queries import Entry
from certificates.signing import checking
from certificates.signing.checking import Signature
from lms import files
from lms.files import MissingFileError

# What a certificate says of itself, readable without unpacking (see document.finishing).
_KEYWORDS = re.compile(rb"Keywords>([^<>]{1,300})<")
_CODE = re.compile(rb"(?<![0-9A-Z])[0-9A-Z]{%d}(?![0-9A-Z])" % LENGTH)
_MOST_CODES = 3


class Finding(StrEnum):
    GENUINE = "genuine"
    UNSIGNED = "unsigned"  # as it was printed to be signed by hand
    ADDED_TO = "added to"  # ours, with something behind it
    CHANGED = "changed"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Comparison:
    finding: Finding
    entry: Entry | None = None
    signature: Signature | None = None  # of the genuine file


def compare(data: bytes) -> Comparison:
    digest = hashlib.sha256(data).hexdigest()
    entry = queries.by_sha256(digest)
    if entry is not None:
        return Comparison(Finding.GENUINE, entry, checking.read(data))
    entry = queries.by_original_sha256(digest)
    if entry is not None:
        return Comparison(Finding.UNSIGNED, entry)
    entry = _named(data)
    if entry is None:
        return Comparison(Finding.FOREIGN)
    kept = _kept(entry)
    is_longer = kept is not None and data.startswith(kept)
    return Comparison(Finding.ADDED_TO if is_longer else Finding.CHANGED, entry)


def _named(data: bytes) -> Entry | None:
    """The certificate that the file claims to be."""
    told = b" ".join(match[1] for match in _KEYWORDS.finditer(data))
    for code in _CODE.findall(told)[:_MOST_CODES]:
        entry = queries.by_code(code.decode("ascii"))
        if entry is not None:
            return entry
    return None


def _kept(entry: Entry) -> bytes | None:
    try:
        return files.store().get(entry.file.file_key) if entry.file else None
    except MissingFileError:
        return None
