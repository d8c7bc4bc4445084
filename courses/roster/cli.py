"""Commands about the list of trainees."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from courses.roster.matching import Outcome, Plan
from courses.roster.queries import seats_report
from courses.roster.reading import RosterReading, read_roster
from courses.roster.rows import Fault
from courses.roster.services import FaultyRosterError, check_roster, import_roster
from courses.trainings.models import Training
from courses.trainings.quota import ELEMENT_NAMES, QuotaReport
from lms import clock
from lms.db import db, transaction
from lms.errors import DomainError
from lms.i18n import local_date, say
from lms.people.regions import BY_CODE
from lms.tables import read_tables
from lms.words import InputError

roster_group = AppGroup("roster", help="The list of trainees.")


@roster_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--training", "code", required=True, help="Code of the training.")
@click.option("--check", is_flag=True, help="Only report; write nothing.")
def import_file(file: Path, code: str, *, check: bool) -> None:
    """Import an XLSX or CSV file: every row, or nothing at all."""
    training = db.session.scalar(sa.select(Training).where(Training.code == code))
    if training is None:
        _stop(f"Pelatihan {code} tidak ada.")
    try:
        reading, plan = _import(training, file.read_bytes(), check=check)
    except InputError as error:
        _stop(say(error.words))
    except FaultyRosterError as error:
        _list(error.faults)
        _stop(f"{error.message}. Tidak ada yang disimpan.")
    except DomainError as error:
        _stop(error.message)
    _report(reading, plan)
    _report_seats(seats_report(training, plan.seats()))
    if check:
        click.echo("Hanya diperiksa. Tidak ada yang disimpan.")


def _import(training: Training, content: bytes, *, check: bool) -> tuple[RosterReading, Plan]:
    at = clock.now()
    reading = read_roster(read_tables(content), today=local_date(at))
    if check:
        return reading, check_roster(training, reading)
    days = current_app.config["SETTINGS"].slip_days
    with transaction():
        plan = import_roster(training, reading, actor_id=None, at=at, slip_days=days)
    return reading, plan


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _list(faults: Iterable[Fault]) -> None:
    for fault in faults:
        number = f" (no {fault.number})" if fault.number else ""
        place = f"baris {fault.line}{number}, kolom {fault.column}"
        click.echo(f'{place}, isi "{fault.value}": {say(fault.reason)}', err=True)


def _report(reading: RosterReading, plan: Plan) -> None:
    new, back, changed, same = (len(plan.of(outcome)) for outcome in Outcome)
    click.echo(
        f"{len(plan.matches)} peserta: {new} baru, {back} masuk kembali, {changed} berubah, "
        f"{same} tetap."
    )
    for twice in reading.duplicates:
        click.echo(f"baris {twice.line} sama dengan baris {twice.first_line}: {twice.name}")
    for row in reading.ignored:
        click.echo(f"baris {row.line} bukan peserta: {row.text}")
    if reading.unknown_columns:
        click.echo(f"kolom yang tidak dikenal: {', '.join(reading.unknown_columns)}")
    if plan.absent:
        click.echo(f"{len(plan.absent)} peserta lain tidak ada dalam berkas dan tetap terdaftar.")
    _list(reading.warnings)


def _report_seats(report: QuotaReport) -> None:
    click.echo(f"Kursi terisi: {report.found} dari {report.wanted}.")
    for line in report.warnings:
        region = BY_CODE[line.region].name if line.region in BY_CODE else line.region
        name = say(ELEMENT_NAMES[line.element])
        click.echo(f"{region}, {name}: {line.found} dari {line.wanted}")
