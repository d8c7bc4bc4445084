"""Commands of the ground floor."""

from __future__ import annotations

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from lms import access, audit, jobs
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


@jobs_group.command("work")
def work() -> None:
    """Do jobs as they come, until stopped."""
    queue = current_app.extensions["queue"]
    queue.create_consumer(workers=1, periodic=True, max_delay=1.0, graceful_signal="TERM").run()


@jobs_group.command("due")
def due() -> None:
    """Do the jobs that are due now, and stop."""
    jobs.sweep()


def init_app(app: Flask) -> None:
    app.cli.add_command(access_group)
    app.cli.add_command(audit_group)
    app.cli.add_command(jobs_group)
    app.cli.add_command(serve)
