"""Certificates from the server's console."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from certificates import signing
from certificates.decisions.queries import cases
from certificates.document.facts import CertificateKind
from certificates.register import queries, services, standing
from certificates.register.awaiting import awaiting
from certificates.register.queries import Entry
from certificates.register.reports import STATES, edition_words
from certificates.register.rules import State
from certificates.register.schema import CertificateSettings
from certificates.signing.faults import SigningError
from certificates.signing.keys import KeyFault
from courses.trainings.models import Enrolment, Role, Training
from lms import clock, jobs
from lms.config import Settings
from lms.db import db, transaction
from lms.errors import DomainError
from lms.i18n import format_date, format_moment

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
    try:
        signer = CertificateSettings.model_validate(training.certificate).signer
        is_real = signing.will_sign(signer, clock.now())
        with transaction():
            due = awaiting(cases(training), training)
            issued = services.issue(
                training,
                [paper.decision for paper in due],
                public_url=settings.public_url,
                is_specimen=not is_real,
                actor_id=_organiser(training),
                at=clock.now(),
            )
    except DomainError as error:
        raise click.ClickException(error.message) from error
    jobs.run_due()
    for certificate in issued:
        click.echo(f"{certificate.number}  {certificate.facts['recipient_name']}")
    papers = [paper for paper in issued if paper.kind is CertificateKind.ATTENDANCE]
    click.echo(f"{len(issued) - len(papers)} sertifikat terbit.")
    if papers:
        click.echo(f"{len(papers)} surat keterangan terbit.")


@certificates_group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Say whether a PDF is byte for byte one of the register; exit 1 if it counts for nothing."""
    data = file.read_bytes()
    entry = queries.by_sha256(hashlib.sha256(data).hexdigest())
    state = None if entry is None else standing.of_one(entry, clock.now())
    if entry is None or state is None:
        click.echo("TIDAK DITEMUKAN: berkas ini bukan berkas dari register, atau telah diubah.")
    else:
        click.echo(_described(entry, state))
    is_sound = _report_signature(data)
    if entry is None or entry.facts.specimen or state is not State.VALID or not is_sound:
        sys.exit(1)


def _described(entry: Entry, state: State) -> str:
    facts = entry.facts
    edition = f" ({edition_words(facts.edition).lower()})" if facts.edition else ""
    return "\n".join(
        (
            _verdict(entry, state),
            f"Nomor   {facts.number}{edition}",
            f"Nama    {facts.recipient_name}",
            f"Terbit  {format_date(facts.issued_on)}",
        )
    )


def _verdict(entry: Entry, state: State) -> str:
    word = STATES[state].upper()
    if entry.revocation is not None:
        when = format_date(entry.revocation.revoked_at)
        return f"{word} pada {when}: {entry.revocation.reason}"
    if state is State.REPLACED:
        return f"{word} oleh {edition_words(entry.newest.edition).lower()}, {entry.newest.code}"
    if state is State.EXPIRED and entry.facts.valid_until is not None:
        return f"{word}, berlaku sampai {format_date(entry.facts.valid_until)}"
    return "SPECIMEN" if state is State.VALID and entry.facts.specimen else word


def _report_signature(data: bytes) -> bool:
    """Describe the signature inside the file; False if there is one and it is broken."""
    from certificates.signing import checking  # noqa: PLC0415 - heavy: only this command needs it

    found = checking.read(data)
    if found is None:
        click.echo("Tanda tangan elektronik: tidak ada")
        return True
    state = "utuh, mencakup seluruh berkas" if found.is_intact else "RUSAK, berkas telah diubah"
    click.echo(f"Tanda tangan elektronik: {state}")
    click.echo(f"Pemegang sertifikat: {found.certificate.subject.rfc4514_string()}")
    if found.claimed_at is not None:
        click.echo(f"Waktu: {format_moment(found.claimed_at)} menurut jam penanda tangan")
    with contextlib.suppress(KeyFault):
        is_ours = signing.safe().open().certificate == found.certificate
        click.echo(f"Sertifikat kantor di server ini: {'sama' if is_ours else 'lain'}")
    return found.is_intact


@certificates_group.command("key")
def key() -> None:
    """Say what the office's signing key is, or why it cannot be used; exit 1 if it cannot."""
    settings: Settings = current_app.config["SETTINGS"]
    safe = signing.safe()
    if not safe.is_used:
        click.echo("Kunci belum dipasang (SIGNING_KEY_FILE): sertifikat bertanda SPECIMEN.")
        return
    click.echo(f"Berkas    {settings.signing_key_file}")
    try:
        found = safe.open()
        click.echo(f"Pemegang  {found.subject}")
        click.echo(f"Penerbit  {found.issuer}")
        click.echo(f"Jenis     {found.algorithm}")
        valid = f"{format_date(found.valid_from)} s.d. {format_date(found.valid_until)}"
        click.echo(f"Berlaku   {valid}")
        safe.key(clock.now())
    except KeyFault as fault:
        raise click.ClickException(f"Kunci tidak dapat dipakai: {fault}.") from fault
    click.echo("Kunci dapat dipakai.")


@certificates_group.command("bsre")
def bsre() -> None:
    """Ask BSrE whether the signatory's certificate is in force; signs nothing."""
    account = signing.bsre_account()
    if account is None:
        click.echo("BSrE belum dipasang (BSRE_URL).")
        return
    from certificates.signing.bsre import check_status  # noqa: PLC0415 - only this command

    try:
        check_status(account)
    except SigningError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo("Penanda tangan terdaftar di BSrE dan sertifikatnya berlaku.")


@certificates_group.command("revoke")
@click.argument("number")
@click.option("--reason", required=True)
def revoke(number: str, reason: str) -> None:
    """Revoke the newest print of a number for good; the number stays used."""
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
