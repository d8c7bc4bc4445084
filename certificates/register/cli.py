"""Certificates from the server's console."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from certificates.decisions.queries import cases
from certificates.register import queries, services
from certificates.register.queries import Entry
from courses.trainings.models import Enrolment, Role, Training
from lms import clock, jobs
from lms.config import Settings
from lms.db import db, transaction
from lms.errors import DomainError
from lms.i18n import format_date

certificates_group = AppGroup("certificates", help="The register of certificates.")


def _training(code: str) -> Training:
    training = db.session.scalar(sa.select(Training).where(Training.code == code))
    if training is None:
        raise click.ClickException(f"Tidak ada pelatihan {code}.")
    return training


def _organiser(training: Training) -> int:
    """Who answers for what the console does: the training's first organiser."""
    found = sa.select(Enrolment.person_id).where(
        Enrolment.training_id == training.id, Enrolment.role == Role.ORGANISER
    )
    person_id = db.session.scalar(found.order_by(Enrolment.id))
    if person_id is None:
        raise click.ClickException("Pelatihan ini belum punya penyelenggara.")
    return person_id


@certificates_group.command("issue")
@click.option("--training", "code", required=True)
def issue(code: str) -> None:
    """Issue what was decided, render the files, and list the numbers."""
    settings: Settings = current_app.config["SETTINGS"]
    training = _training(code)
    with transaction():
        awaiting = services.awaiting(cases(training), training.id)
        issued = services.issue(
            training,
            [case.decision for case in awaiting if case.decision is not None],
            public_url=settings.public_url,
            is_specimen=not settings.signing_key_file,
            actor_id=_organiser(training),
            at=clock.now(),
        )
    jobs.run_due()
    for certificate in issued:
        click.echo(f"{certificate.number}  {certificate.facts['recipient_name']}")
    click.echo(f"{len(issued)} sertifikat terbit.")


@certificates_group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Say whether a PDF is byte for byte one of the register; exit 1 if it is not valid."""
    entry = queries.by_sha256(hashlib.sha256(file.read_bytes()).hexdigest())
    if entry is None:
        click.echo("TIDAK DITEMUKAN: berkas ini bukan berkas dari register, atau telah diubah.")
        sys.exit(1)
    click.echo(_described(entry))
    if entry.revocation is not None:
        sys.exit(1)


def _described(entry: Entry) -> str:
    facts = entry.facts
    lines = [
        f"Nomor   {facts.number}",
        f"Nama    {facts.recipient_name}",
        f"Terbit  {format_date(facts.issued_on)}",
    ]
    if entry.revocation is not None:
        when = format_date(entry.revocation.revoked_at)
        lines.insert(0, f"DICABUT pada {when}: {entry.revocation.reason}")
    else:
        lines.insert(0, "SPECIMEN" if facts.specimen else "SAH")
    return "\n".join(lines)


@certificates_group.command("revoke")
@click.argument("number")
@click.option("--reason", required=True)
def revoke(number: str, reason: str) -> None:
    """Revoke a certificate for good; the number stays used."""
    entry = queries.by_number(number)
    if entry is None:
        raise click.ClickException(f"Tidak ada sertifikat bernomor {number}.")
    training = db.session.get_one(Training, entry.certificate.training_id)
    try:
        with transaction():
            services.revoke(
                entry.certificate,
                reason=reason,
                actor_id=_organiser(training),
                at=clock.now(),
            )
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"Sertifikat {number} dicabut.")
