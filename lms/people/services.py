"""Adding people, and the slips with which they first sign in."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from lms import crypto
from lms.db import db
from lms.people.models import Person

FIRST_NUMBER = 100_001


def next_number() -> str:
    """The next participant number. Must run inside `transaction()`, which makes it unique."""
    last = db.session.scalar(sa.select(sa.func.max(Person.id)))
    return str(FIRST_NUMBER + (last or 0))


def add_person(name: str, name_key: str, *, at: datetime) -> Person:
    person = Person(number=next_number(), name=name, name_key=name_key, created_at=at)
    db.session.add(person)
    db.session.flush()  # the next number counts from this id
    return person


def prepare_slip(person: Person, *, at: datetime, days: int) -> None:
    """Give a person without password an activation code; a code still in force stays as it is."""
    is_in_force = (
        person.slip_index is not None
        and person.slip_used_at is None
        and person.slip_expires_at is not None
        and person.slip_expires_at > at
    )
    if person.password_hash is None and not is_in_force:
        _new_slip(person, expires_at=at + timedelta(days=days))


def slip_index(code: str) -> bytes:
    """What finds the person again by a code, however it was typed."""
    return crypto.blind_index(crypto.typed_code(code), purpose="slip-index")


def _new_slip(person: Person, *, expires_at: datetime) -> None:
    person.slip_nonce = crypto.token()
    person.slip_index = slip_index(person.slip_code)
    person.slip_expires_at = expires_at
    person.slip_used_at = None
