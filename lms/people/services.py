"""What changes about people: adding them, their slips, passwords, sign-ins and consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from lms import audit, crypto
from lms.db import db
from lms.people.models import Consent, DataNotice, Person, SignIn

FIRST_NUMBER = 100_001
# A code for somebody who stands there or is on the phone: a short life is enough.
RECOVERY_LIFE = timedelta(minutes=15)


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
    if person.password_hash is None and not person.has_slip_in_force(at):
        _new_slip(person, expires_at=at + timedelta(days=days))


def renew_slip(
    person: Person,
    *,
    at: datetime,
    days: int,
    actor_id: int | None,
    reason: str,
    training_id: int | None = None,
    evidence: Sequence[str] = (),
) -> None:
    """Make the old code worthless and give a new one.

    The password and the sign-ins end when the new code is used, not before: asking for a code
    in somebody's name must not throw that person out.
    """
    life = timedelta(days=days) if person.password_hash is None else RECOVERY_LIFE
    _new_slip(person, expires_at=at + life)
    audit.record(
        "slip.renewed",
        person,
        actor_id=actor_id,
        training_id=training_id,
        reason=reason,
        evidence=list(evidence),
    )


def slip_index(code: str) -> bytes:
    """What finds the person again by a code, however it was typed."""
    return crypto.blind_index(crypto.typed_code(code), purpose="slip-index")


def _new_slip(person: Person, *, expires_at: datetime) -> None:
    person.slip_nonce = crypto.token()
    person.slip_index = slip_index(person.slip_code)
    person.slip_expires_at = expires_at
    person.slip_used_at = None


def activate(person: Person, password_hash: str, *, at: datetime) -> None:
    """Use the slip: it sets the password, once, and ends every sign-in from before."""
    person.password_hash = password_hash
    person.slip_used_at = at
    end_sign_ins(person.id, at=at)
    audit.record("person.activated", person, actor_id=person.id)


def change_password(person: Person, password_hash: str, *, at: datetime) -> None:
    person.password_hash = password_hash
    end_sign_ins(person.id, at=at)
    audit.record("person.password_changed", person, actor_id=person.id)


def end_sign_ins(person_id: int, *, at: datetime) -> None:
    db.session.execute(
        sa.update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_sign_in(sign_in: SignIn, *, at: datetime) -> None:
    if sign_in.ended_at is None:
        sign_in.ended_at = at
        audit.record("sign_in.ended", sign_in, actor_id=sign_in.person_id)


def give_consent(person_id: int, notice: DataNotice, *, at: datetime) -> None:
    given = sa.select(Consent.id).where(
        Consent.person_id == person_id, Consent.notice_id == notice.id
    )
    if db.session.scalar(given) is None:
        consent = Consent(person_id=person_id, notice_id=notice.id, at=at)
        db.session.add(consent)
        audit.record("consent.given", consent, actor_id=person_id, version=notice.version)
