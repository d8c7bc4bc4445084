"""Counts tries to sign in, so that nobody can guess one account for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from lms import crypto
from lms.db import db
from lms.people import rules
from lms.people.device import Device
from lms.people.models import Person, SignInFailure

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Try:
    """A try that was counted, the last one allowed for now perhaps, or one that has to wait."""

    wait: rules.Wait | None
    is_last: bool = False


_RECENT = sa.select(SignInFailure.account_key, SignInFailure.device_key, SignInFailure.at).where(
    sa.or_(
        SignInFailure.account_key == sa.bindparam("account"),
        SignInFailure.device_key == sa.bindparam("device"),
    ),
    SignInFailure.at > sa.bindparam("since"),
)


def key_of(person: Person | None, typed: str) -> str:
    """The account that is tried: one key for all spellings, and also for who does not exist."""
    text = f"person {person.number}" if person else f"typed {typed.casefold().strip()}"
    return crypto.blind_index(text, purpose="throttle").hex()


def count_try(account: str, device: Device, *, person_id: int | None, at: datetime) -> Try:
    """Count a try as failed before it is checked, unless it has to wait.

    Counting first means that guesses sent all at once are limited like those sent in turn.
    `forgive` takes the count back when the try was right.
    """
    values = {"account": account, "device": device.key, "since": at - rules.WINDOW}
    failures = [rules.Failure(*row) for row in db.session.execute(_RECENT, values)]

    def wait_after(tries: list[rules.Failure]) -> rules.Wait | None:
        known = device.knows(person_id)
        return rules.must_wait(tries, account, device.key, knows_device=known, now=at)

    wait = wait_after(failures)
    if wait is not None:
        return Try(wait)
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.at < at - KEPT))
    db.session.add(SignInFailure(account_key=account, device_key=device.key, at=at))
    this = rules.Failure(account, device.key, at)
    return Try(None, is_last=wait_after([*failures, this]) is not None)


def forgive(account: str, device: Device) -> None:
    """The person proved who they are: this device's failures on the account were slips."""
    db.session.execute(
        sa.delete(SignInFailure).where(
            SignInFailure.account_key == account, SignInFailure.device_key == device.key
        )
    )
