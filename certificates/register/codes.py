"""The codes by which anyone finds a certificate."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from certificates.register.models import Certificate
from lms import crypto
from lms.db import db

_TAKEN = sa.select(Certificate.id).where(Certificate.code == sa.bindparam("code"))


def free_code(length: int, draw: Callable[[int], str] = crypto.random_code) -> str:
    """A code that no certificate has yet. Inside `transaction()`: nobody else takes it."""
    while True:
        code = draw(length)
        if db.session.scalar(_TAKEN, {"code": code}) is None:
            return code
