"""Commands of the ground floor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from lms import access, audit, backup, jobs, pdf
from lms.config import PROJECT
from lms.serve import serve

audit_group = AppGroup("audit", help="The append-only audit log.")
access_group = AppGroup("access", help="Who may open what.")
jobs_group = AppGroup("jobs", help="Work done beside the web process.")


@audit_group.command("verify")
def verify() -> None:
    """Check the hash chain; name the first entry that was altered."""
    broken = audit.first_broken()
    if broken is not None:
        click.echo(f"Catatan audit nomor {broken} diubah atau pendahulunya hilang.", err=True)
        sys.exit(1)
    count, last = audit.head()
    click.echo(f"Jejak audit utuh: {count} catatan, sidik terakhir {last}.")


@access_group.command("matrix")
def matrix() -> None:
    """Write docs/akses.md from the access table."""
    page = PROJECT / "docs" / "akses.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(access.describe(current_app._get_current_object()))  # type: ignore[attr-defined]
    click.echo(page)


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def write_backup(target: Path) -> None:
    """Back up the database and the files into one file, also while the application runs."""
    with _told():
        manifest = backup.write(target)
    click.echo(f"{target}: {manifest.audit_entries} catatan audit, sidik {manifest.audit_head}")
    for key in manifest.damaged_files:
        click.echo(f"Berkas {key} sudah rusak dan tidak ikut tersimpan.", err=True)
    sys.exit(1 if manifest.damaged_files else 0)


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace what is here.")
@with_appcontext
def restore_backup(source: Path, *, force: bool) -> None:
    """Put a backup in place. Stop the application first."""
    with _told():
        manifest = backup.restore(source, force=force)
    click.echo(f"Dipulihkan seperti keadaan {manifest.made_at}. Jalankan juga: flask db upgrade")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except backup.BackupError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@jobs_group.command("work")
def work() -> None:
    """Do jobs as they come, until stopped."""
    pdf.tell_what_is_missing()
    queue = current_app.extensions["queue"]
    queue.create_consumer(workers=1, periodic=True, max_delay=1.0, graceful_signal="TERM").run()


@jobs_group.command("due")
def due() -> None:
    """Do the jobs that are due now, and stop."""
    jobs.sweep()


def init_app(app: Flask) -> None:
    app.cli.add_command(access_group)
    app.cli.add_command(audit_group)
    app.cli.add_command(write_backup)
    app.cli.add_command(restore_backup)
    app.cli.add_command(jobs_group)
    app.cli.add_command(serve)
