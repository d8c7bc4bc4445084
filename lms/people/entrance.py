"""The door: a password tried by a device, and the sign-in that follows a right one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, make_response, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext

from lms import audit, clock, crypto
from lms.config import Settings
from lms.db import db, transaction
from lms.people import device, passwords, session, throttle
from lms.people.models import Person
from lms.people.rules import Wait


@dataclass(frozen=True)
class Refusal:
    message: str
    status: int


def refuse_password(person: Person | None, typed: str, password: str) -> Refusal | None:
    """Check a password, in the same time and words whether or not there is such a person.

    The hash is slow, so it is compared between transactions; the try is counted before.
    """
    person_id, stored = (person.id, person.password_hash) if person else (None, None)
    account, here, at = throttle.key_of(person, typed), device.of_request(), clock.now()
    with transaction(f"sign-in {account}"):
        tried = throttle.count_try(account, here, person_id=person_id, at=at)
    if tried.wait is not None:
        return Refusal(words_of(tried.wait), 429)
    if passwords.is_correct(stored, password):
        return None
    if tried.is_last and person_id is not None:
        with transaction():
            audit.record("sign_in.throttled", db.session.get_one(Person, person_id), actor_id=None)
    return Refusal(_("Nomor atau kata sandi tidak cocok."), 422)


def words_of(wait: Wait) -> str:
    minutes = ngettext("%(num)d menit", "%(num)d menit", wait.minutes)
    if wait.is_device:
        words = _(
            "Terlalu banyak percobaan dari perangkat ini. Coba lagi dalam %(minutes)s.",
            minutes=minutes,
        )
    else:
        words = _(
            "Terlalu banyak percobaan untuk akun ini. Coba lagi dalam %(minutes)s, atau minta "
            "kode pemulihan ke panitia. Peserta lain di ruangan tetap dapat masuk.",
            minutes=minutes,
        )
    return str(words)


def open_sign_in(person: Person) -> str:
    """Store a sign-in of the browser at hand; its token goes to `admit` after the commit."""
    settings: Settings = current_app.config["SETTINGS"]
    token = session.add_row(
        person.id,
        at=clock.now(),
        hours=settings.sign_in_hours,
        network=session.network_of_request(),
        browser=request.user_agent.string,
    )
    row = session.row_of(crypto.token_hash(token))
    audit.record("sign_in.begun", row, actor_id=person.id)
    forgive(person)
    return token


def forgive(person: Person) -> None:
    """The password was right after all: its tries no longer count."""
    throttle.forgive(throttle.key_of(person, ""), device.of_request())


def admit(token: str, person_id: int, target: str) -> Response:
    """Let the browser in under a fresh session, and know the device from now on."""
    session.begin(token)
    answer = make_response(redirect(target, 303))
    return device.remember(answer, device.of_request(), person_id)
