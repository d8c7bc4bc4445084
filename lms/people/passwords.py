"""Password hashes. Slow on purpose: never inside a transaction."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

# OWASP's second choice; 57 ms here, so that a room of 34 is served within seconds.
_hasher = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
_test_hasher = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)


def _active() -> PasswordHasher:
    return _test_hasher if current_app.testing else _hasher


# Each hash takes 19 MiB and a whole core: more at once would only slow down all other pages.
_places = BoundedSemaphore(2)


def hash_password(password: str) -> str:
    with _places:
        return _active().hash(password)


def is_correct(stored: str | None, password: str) -> bool:
    """Compare in the same time whether or not the account exists."""
    dummy = _dummy()
    with _places:
        try:
            return _active().verify(stored or dummy, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


_dummies: dict[int, str] = {}


def _dummy() -> str:
    hasher = _active()
    if id(hasher) not in _dummies:
        _dummies[id(hasher)] = hasher.hash("nobody has this password")
    return _dummies[id(hasher)]
