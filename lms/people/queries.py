"""Finding people."""

from __future__ import annotations

import re

import sqlalchemy as sa

from lms.db import db
from lms.people.models import Person

_NOT_DIGITS = re.compile(r"\D")
_BY_NAME_TYPED = sa.select(Person).where(
    sa.or_(
        Person.number == sa.bindparam("digits"),
        Person.nip == sa.bindparam("digits"),
        Person.phone == sa.bindparam("phone"),
    ),
    Person.is_active,
)


def account_key(typed: str) -> str:
    """What was typed as phone, NIP or participant number, reduced to its digits.

    One person has one key however it is spelt: +62 812…, 62812… and 0812… are the same.
    """
    digits = _NOT_DIGITS.sub("", typed)
    return "0" + digits[2:] if digits.startswith("62") and len(digits) > 9 else digits


def by_account(typed: str) -> Person | None:
    key = account_key(typed)
    if not key:
        return None
    return db.session.scalars(_BY_NAME_TYPED, {"digits": key, "phone": key}).first()
