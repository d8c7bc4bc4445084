"""The office's key for credentials (Ed25519), and the words others know it by."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from lms.config import write_once

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # how Multikey says what kind of key follows


class BadgeKeyFault(ValueError):  # noqa: N818 - what is wrong, for the log
    """The file holds no key that credentials can be signed with."""


@dataclass(frozen=True)
class SigningKey:
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def multibase(self) -> str:
        """The public key as a Multikey: "z6Mk…"."""
        return f"z{base58(_ED25519 + self.private.public_key().public_bytes_raw())}"


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = _DIGITS[digit] + text
    zeros = len(data) - len(data.lstrip(b"\0"))
    return _DIGITS[0] * zeros + text


def read(path: Path) -> SigningKey:
    """Raises BadgeKeyFault."""
    try:
        private = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadgeKeyFault(f"{path} is no PEM file with a key that needs no password") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadgeKeyFault(f"{path} holds another kind of key than Ed25519")
    return SigningKey(private)


def make(path: Path) -> None:
    """Write a new key; a key that is there stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    write_once(path, pem)
