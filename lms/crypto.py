"""Secrets kept in the database: encrypted fields, and indexes one can look up but not read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

VERSION = b"1"
NONCE_LENGTH = 12
# Without 0 O 1 I L (and U): a code read aloud or typed from paper must not be ambiguous.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _key(purpose: str) -> bytes:
    master = str(current_app.config["SECRET_KEY"]).encode()
    return HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(master)


def encrypt(text: str, *, place: str) -> bytes:
    """Encrypt a field; `place` names table, column and row, so it cannot be moved elsewhere."""
    return seal(text.encode(), place=place)


def seal(content: bytes, *, place: str) -> bytes:
    """Encrypt a whole file as `encrypt` does a field."""
    nonce = secrets.token_bytes(NONCE_LENGTH)
    return VERSION + nonce + AESGCM(_key("fields")).encrypt(nonce, content, place.encode())


def decrypt(sealed: bytes, *, place: str) -> str:
    """Raises cryptography.exceptions.InvalidTag if the bytes were altered or moved."""
    return unseal(sealed, place=place).decode()


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Raises cryptography.exceptions.InvalidTag if the bytes were altered or moved."""
    if sealed[:1] != VERSION:
        raise InvalidTag
    nonce, rest = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
    return AESGCM(_key("fields")).decrypt(nonce, rest, place.encode())


def blind_index(text: str, *, purpose: str) -> bytes:
    """16 bytes that find an equal value again; without the key they cannot be guessed back."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).digest()[:16]


def person_label(person_id: int) -> str:
    """By which a browser knows that the same person is signed in again, and nothing else."""
    return blind_index(f"person {person_id}", purpose="person on a phone").hex()


def derived_code(text: str, *, purpose: str, length: int) -> str:
    """A code for people, always the same for the same text, unguessable without the key."""
    digest = hmac.new(_key(purpose), text.encode(), hashlib.sha256).digest()
    number, code = int.from_bytes(digest), ""
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        code += ALPHABET[place]
    return code


def random_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def typed_code(text: str) -> str:
    """A code as typed by a person: case, spaces and hyphens do not matter."""
    return "".join(mark for mark in text.upper() if mark.isalnum())


def token() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def token_hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
