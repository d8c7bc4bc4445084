"""Commands about people, for whoever has the server's console."""

from __future__ import annotations

import sys
from typing import NoReturn

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup

from lms import audit, clock
from lms.config import Settings
from lms.db import db, transaction
from lms.people import identity, services
from lms.people.models import Person
from lms.words import InputError

people_group = AppGroup("people", help="People and their activation codes.")


@people_group.command("add")
@click.option("--name", required=True)
@click.option("--phone", help="08…, also +62…")
@click.option("--nip")
def add(name: str, phone: str | None, nip: str | None) -> None:
    """Add a person and print the activation code."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        clean = identity.clean_name(name)
        facts = {
            "phone": identity.read_phone(phone) if phone else None,
            "nip": identity.read_nip(nip) if nip else None,
        }
    except InputError as error:
        _fail(str(error.words))
    now = clock.now()
    try:
        with transaction():
            person = services.add_person(clean, identity.name_key(clean), at=now)
            person.phone, person.nip = facts["phone"], facts["nip"]
            services.prepare_slip(person, at=now, days=settings.slip_days)
            audit.record("person.added", person, actor_id=None, reason="konsol server")
    except sa.exc.IntegrityError:
        _fail("Nomor HP atau NIP ini sudah dipakai orang lain.")
    _show(person)


@people_group.command("slip")
@click.argument("number")
@click.option("--reason", default="konsol server", show_default=True)
def slip(number: str, reason: str) -> None:
    """Print a fresh activation code for the person with this participant number.

    The way in when nobody can renew the code on screen, for instance for an organiser.
    """
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        person = db.session.scalar(sa.select(Person).where(Person.number == number))
        if person is None:
            _fail(f"Tidak ada orang dengan nomor peserta {number}.")
        services.renew_slip(
            person, at=clock.now(), days=settings.slip_days, actor_id=None, reason=reason
        )
    _show(person)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _show(person: Person) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    click.echo(f"{person.name}\nNomor peserta  {person.number}\nKode           {person.slip_code}")
    click.echo(f"{settings.public_url}/aktivasi/{person.slip_code}")


def init_app(app: Flask) -> None:
    app.cli.add_command(people_group)
