"""`flask rehearsal`: the whole training in a minute, on a database of its own."""

from __future__ import annotations

import shutil

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from certificates import signing
from certificates.rehearsal.browser import RehearsalError
from courses.trainings.models import Training
from lms.config import Settings
from lms.db import db


@click.command("rehearsal")
@with_appcontext
def rehearsal() -> None:
    """Play the sample training through the real pages; needs an instance of its own."""
    from certificates.rehearsal.play import rehearse  # noqa: PLC0415 - only when it is played

    settings: Settings = current_app.config["SETTINGS"]
    if db.session.scalar(sa.select(Training.id)) is not None:
        raise click.ClickException("Latihan perlu basis data kosong: pakai make rehearsal.")
    folder = settings.instance / "hasil"
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    app.extensions["signing"] = signing.Safe("", "")  # practice makes specimens, key or not
    db.session.remove()
    try:
        summary = rehearse(app, folder, click.echo)
    except RehearsalError as error:
        raise click.ClickException(str(error)) from error
    if (folder / "register.zip").exists():
        shutil.unpack_archive(folder / "register.zip", folder / "sertifikat")
    click.echo(f"\n{summary}\nHasilnya di {folder}")
