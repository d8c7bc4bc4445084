"""Adding people."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

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
