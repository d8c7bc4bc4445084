"""Data Integrity `eddsa-rdfc-2022`: what is signed is the meaning of a document, as RDF.

A word that no context knows has no meaning and would silently stay outside the signature, for
anyone to change. So such a word is refused before signing, and by whoever checks with `digest`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

from certificates.badges import contexts
from certificates.badges.keys import base58
from lms.clock import stamp

Document = dict[str, Any]
Loader = Callable[..., dict[str, Any]]

# What stands after this began with no address of its own.
_NOWHERE = "relative://nowhere/"
# PyLD knows RDFC-1.0 under the name it had before it became a standard.
_RDFC = {"algorithm": "URDNA2015", "format": "application/n-quads"}


class UnknownTermError(ValueError):
    """A word or a relative address that would not be covered by the signature."""


def sign(document: Document, private: Ed25519PrivateKey, *, method: str, at: datetime) -> Document:
    """The document with its proof; `method` is the address of the public key."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": stamp(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = private.sign(digest(document, proof))
    return {**document, "proof": {**proof, "proofValue": f"z{base58(signature)}"}}


def digest(document: Document, proof: Mapping[str, Any], loader: Loader = contexts.load) -> bytes:
    """The 64 bytes that are signed: of the proof without its value, then of the document."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document["@context"]
    parts = (canonical(options, loader), canonical(bare, loader))
    return b"".join(hashlib.sha256(part).digest() for part in parts)


def canonical(document: Document, loader: Loader = contexts.load) -> bytes:
    """The statements of a document in RDFC-1.0 order. Raises UnknownTermError."""
    options = {"base": _NOWHERE, "documentLoader": loader}
    expanded = jsonld.expand(document, options, on_property_dropped=_dropped)
    _refuse_relative(expanded)
    statements: str = jsonld.normalize(expanded, {**options, **_RDFC})
    return statements.encode()


def _dropped(term: object) -> NoReturn:
    raise UnknownTermError(f"no context knows the word {term!r}")


def _refuse_relative(part: object) -> None:
    """A type that no context knows is a relative address, which says nothing to anybody else."""
    if isinstance(part, str) and part.startswith(_NOWHERE):
        raise UnknownTermError(f"{part.removeprefix(_NOWHERE)!r} is no full address")
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _refuse_relative(each)
