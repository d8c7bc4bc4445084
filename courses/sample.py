"""`flask setup`: the sample training with its 34 seats, and a sign-in for each kind of user."""

from __future__ import annotations

import json
import os
from datetime import datetime, time
from pathlib import Path
from typing import TypedDict

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from courses.roster.reading import read_roster
from courses.roster.services import import_roster
from courses.trainings.cli import load_folder
from courses.trainings.models import Enrolment, Role, Training
from courses.trainings.staffing import give_role
from lms import clock, crypto
from lms.config import PROJECT, Settings
from lms.db import db, transaction
from lms.i18n import local_date
from lms.people import identity, passwords
from lms.people.models import Person
from lms.people.services import add_person
from lms.tables import read_tables

FOLDER = PROJECT / "courses" / "content" / "bimtek-pendamping-sosial"
CODE = "bimtek-ps-2024"
STAFF = (
    (Role.TRAINER, "Bagus Fasilitator Contoh"),
    (Role.ORGANISER, "Citra Panitia Contoh"),
    (Role.SIGNATORY, "Eko Pejabat Contoh"),
)


class Access(TypedDict):
    role: str
    name: str
    account: str
    password: str


@click.command("setup")
@with_appcontext
def setup() -> None:
    """Load the sample training once, starting today, and print how to sign in."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.development:
        raise click.ClickException("Data contoh hanya untuk BIMTEK_ENV=development.")
    path = settings.instance / "sign-ins.json"
    training = db.session.scalar(sa.select(Training).where(Training.code == CODE))
    if training is None:
        training = make_sample()
    if not path.exists():
        _keep(path, give_passwords(training))
    click.echo(f"{training.title}\nMulai {training.first_day:%d-%m-%Y}. Masuk sebagai:")
    for access in json.loads(path.read_text()):
        click.echo(
            f"  {access['role']:<14} nomor {access['account']}  kata sandi {access['password']}"
            f"  ({access['name']})"
        )


def make_sample() -> Training:
    """The sample training from today on, its trainees, and invented staff."""
    at = clock.now()
    settings: Settings = current_app.config["SETTINGS"]
    start = datetime.combine(local_date(at), time())
    training = load_folder(FOLDER, start)
    reading = read_roster(read_tables((FOLDER / "roster.csv").read_bytes()), today=local_date(at))
    with transaction():
        import_roster(training, reading, actor_id=None, at=at, slip_days=settings.slip_days)
        for role, name in STAFF:
            person = add_person(name, identity.name_key(name), at=at)
            give_role(training, person.id, role, actor_id=None, at=at)
    return training


ROLE_NAMES = {
    Role.TRAINEE: "peserta",
    Role.TRAINER: "fasilitator",
    Role.ORGANISER: "panitia",
    Role.SIGNATORY: "penanda tangan",
}


def give_passwords(training: Training) -> list[Access]:
    """A random password for the first person of each role, so that one can look around."""
    found = []
    for role, name in ROLE_NAMES.items():
        password = "-".join(crypto.random_code(4).lower() for _ in range(3))
        hashed = passwords.hash_password(password)
        with transaction():
            person = _first(training.id, role)
            person.password_hash = hashed
        found.append(Access(role=name, name=person.name, account=person.number, password=password))
    return found


def _first(training_id: int, role: Role) -> Person:
    statement = (
        sa.select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.training_id == training_id, Enrolment.role == role)
        .order_by(Enrolment.id)
        .limit(1)
    )
    return db.session.scalars(statement).one()


def _keep(path: Path, accesses: list[Access]) -> None:
    """Kept beside the database, readable by its owner only, so that a second start shows them."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(accesses, file)
