"""Who issues: the office under its own address, as did:web."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


@dataclass(frozen=True)
class Issuer:
    """`url` is PUBLIC_URL, which has no path: so its document is at /.well-known/did.json."""

    url: str

    @property
    def did(self) -> str:
        host = self.url.split("://", 1)[1]
        return f"did:web:{host.replace(':', '%3A')}"

    def method(self, multibase: str) -> str:
        """The address of a public key."""
        return f"{self.did}#{multibase}"

    def document(self, keys: Iterable[str]) -> dict[str, Any]:
        """The DID document: keys of today and of before, so that old credentials stay checkable."""
        methods = [
            {
                "id": self.method(key),
                "type": "Multikey",
                "controller": self.did,
                "publicKeyMultibase": key,
            }
            for key in keys
        ]
        return {
            "@context": _CONTEXTS,
            "id": self.did,
            "verificationMethod": methods,
            "assertionMethod": [method["id"] for method in methods],
        }
