"""Finding people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from lms.db import db
from lms.people.models import Consent, DataNotice, Person, SignIn
from lms.people.rules import Known

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


_BY_SLIP = sa.select(Person).where(Person.slip_index == sa.bindparam("index"), Person.is_active)


def by_slip(index: bytes) -> Person | None:
    return db.session.scalars(_BY_SLIP, {"index": index}).first()


def known_about(person: Person) -> Known:
    """What others know about the person, none of which may be the password."""
    numbers = (person.number, person.nip, person.nik, person.phone)
    return Known(
        person.name_key,
        tuple(number for number in numbers if number is not None),
        person.birth_date,
    )


_NOTICE = sa.select(DataNotice).order_by(DataNotice.id.desc()).limit(1)


def notice_in_force() -> DataNotice | None:
    return db.session.scalar(_NOTICE)


_OPEN_SIGN_INS = (
    sa.select(SignIn)
    .where(
        SignIn.person_id == sa.bindparam("person_id"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > sa.bindparam("now"),
    )
    .order_by(SignIn.created_at.desc(), SignIn.id.desc())
)


def open_sign_ins(person_id: int, now: datetime) -> Sequence[SignIn]:
    return db.session.scalars(_OPEN_SIGN_INS, {"person_id": person_id, "now": now}).all()


_CONSENTS = (
    sa.select(DataNotice.version, Consent.at)
    .join(Consent, Consent.notice_id == DataNotice.id)
    .where(Consent.person_id == sa.bindparam("person_id"))
    .order_by(Consent.id)
)


def consents(person_id: int) -> list[tuple[str, datetime]]:
    return [
        (version, at) for version, at in db.session.execute(_CONSENTS, {"person_id": person_id})
    ]
