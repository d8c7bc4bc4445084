"""Bitstring Status List 1.0: one bit for each credential, set once it counts no more."""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from certificates.badges import contexts
from certificates.badges.issuer import Issuer
from lms.clock import stamp

SIZE = 131_072  # the least that the standard allows: nobody can tell whose bit is asked for
MOST = 2**31 // SIZE  # lists: a certificate's row has no higher number


def place(status_index: int) -> tuple[int, int]:
    """The number of the list, and the bit in it."""
    return status_index // SIZE + 1, status_index % SIZE


def address(issuer: Issuer, number: int) -> str:
    return f"{issuer.url}/v/status/{number}.json"


def entry(issuer: Issuer, status_index: int) -> dict[str, Any]:
    """What a credential says about where to look."""
    number, bit = place(status_index)
    found = address(issuer, number)
    return {
        "id": f"{found}#{bit}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(bit),
        "statusListCredential": found,
    }


def encoded(bits: Iterable[int]) -> str:
    """The list in the standard's letters; bit 0 is the first of the first byte."""
    octets = bytearray(SIZE // 8)
    for bit in bits:
        octets[bit // 8] |= 0x80 >> bit % 8
    packed = gzip.compress(bytes(octets), mtime=0)  # the same bits give the same text
    return f"u{urlsafe_b64encode(packed).rstrip(b'=').decode()}"


def document(
    issuer: Issuer, number: int, bits: Iterable[int], *, since: datetime
) -> dict[str, Any]:
    """The list as a credential, not yet signed; `since` is when it last changed."""
    found = address(issuer, number)
    return {
        "@context": [contexts.CREDENTIALS],
        "id": found,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": stamp(since),
        "credentialSubject": {
            "id": f"{found}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(bits),
        },
    }
