"""Checks a credential as a stranger would: from the document and the issuer's keys alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates.badges import contexts, proof

NODE = Path(__file__).parent / "node"
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

needs_node = pytest.mark.skipif(
    not (NODE / "node_modules" / "@digitalbazaar").is_dir() and "CI" not in os.environ,
    reason="@digitalbazaar/vc is not installed here: deploy/bootstrap.sh test does it",
)


def from_base58(text: str) -> bytes:
    number = 0
    for letter in text:
        number = number * 58 + DIGITS.index(letter)
    body = number.to_bytes((number.bit_length() + 7) // 8)
    return b"\0" * (len(text) - len(text.lstrip(DIGITS[0]))) + body


def is_signed(document: dict[str, Any], did: dict[str, Any], loader: Any = contexts.load) -> bool:
    """Whether a key of the issuer signed exactly this. Raises UnknownTermError."""
    told = document["proof"]
    keys = {each["id"]: each["publicKeyMultibase"] for each in did["verificationMethod"]}
    raw = from_base58(keys[told["verificationMethod"]][1:])
    assert raw[:2] == b"\xed\x01"
    try:
        Ed25519PublicKey.from_public_bytes(raw[2:]).verify(
            from_base58(told["proofValue"][1:]), proof.digest(document, told, loader)
        )
    except InvalidSignature:
        return False
    return True


def asked_of_others(
    *credentials: dict[str, Any],
    did: dict[str, Any],
    status_list: dict[str, Any],
    now: str = "2024-03-01T00:00:00Z",
) -> list[dict[str, Any]]:
    """What @digitalbazaar/vc says of each, offline, in one start of node."""
    documents = {did["id"]: did, status_list["id"]: status_list}
    cases = [{"credential": each, "documents": documents, "now": now} for each in credentials]
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, "verify.mjs"], cwd=NODE, input=json.dumps(cases), capture_output=True, text=True,
        check=True, timeout=180,
    )  # fmt: skip
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
