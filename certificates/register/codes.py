"""The codes by which anyone finds a certificate."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from certificates.register.models import Certificate
from lms import crypto
from lms.db import db

LENGTH = 12
LONGEST = 40  # a code with every spelling of its hyphens; anything longer is none of ours

_TAKEN = sa.select(Certificate.id).where(Certificate.code == sa.bindparam("code"))


def typed(text: str) -> str:
    """What somebody typed, as a code is kept; empty where it can be none."""
    code = crypto.typed_code(text[:LONGEST])
    return code if len(code) == LENGTH else ""


def free_code(draw: Callable[[int], str] = crypto.random_code) -> str:
    """A code that no certificate has yet. Inside `transaction()`: nobody else takes it."""
    while True:
        code = draw(LENGTH)
        if db.session.scalar(_TAKEN, {"code": code}) is None:
            return code
