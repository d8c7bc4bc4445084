"""Commands about trainings."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from courses.catalogue.services import store_figures
from courses.trainings.exporting import training_files
from courses.trainings.loading import save_training, shifted
from courses.trainings.models import Role, Training
from courses.trainings.reading import read_training
from courses.trainings.staffing import give_role
from lms import audit, clock, content, panels
from lms.content import Writing
from lms.content_writing import write_folder
from lms.db import db, transaction
from lms.errors import DomainError
from lms.people import notices
from lms.people.models import Person

STAFF_ROLES = [Role.TRAINER.value, Role.ORGANISER.value, Role.SIGNATORY.value]

training_group = AppGroup("training", help="Trainings and their content folders.")


@training_group.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="First day, if not as written.")
@click.option("--overwrite", is_flag=True, help="Where both changed, take the folder's.")
def load(folder: Path, start: datetime | None, overwrite: bool) -> None:
    """Validate a content folder and write it; nothing is written unless all is right."""
    try:
        training = load_folder(folder, start, overwrite=overwrite)
    except ContentError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        click.echo(f"{len(error.faults)} kesalahan. Tidak ada yang disimpan.", err=True)
        sys.exit(1)
    except DomainError as error:
        click.echo(f"{error.message} Tidak ada yang disimpan.", err=True)
        sys.exit(1)
    click.echo(f"Pelatihan {training.code} siap: {training.title}")
    context = panels.Context(training, frozenset(), None, clock.now())
    for remarks in panels.of("training.loaded", context):
        for remark in remarks:
            click.echo(remark)


@training_group.command("export")
@click.argument("code")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(code: str, folder: Path) -> None:
    """Write a training's content as it stands now into a new folder. It has the answers' keys."""
    training = db.session.scalar(sa.select(Training).where(Training.code == code))
    if training is None:
        raise click.ClickException(f"Tidak ada pelatihan {code}.")
    try:
        written = export_folder(training, folder)
    except FileExistsError as error:
        raise click.ClickException(
            f"Folder {folder} sudah berisi. Tidak ada yang ditulis."
        ) from error
    click.echo(f"{written} berkas ditulis ke {folder}.")


@training_group.command("staff")
@click.argument("number")
@click.option("--training", "code", required=True)
@click.option("--role", type=click.Choice(STAFF_ROLES), required=True)
def staff(number: str, code: str, role: str) -> None:
    """Give the person with this participant number a role in a training."""
    training = db.session.scalar(sa.select(Training).where(Training.code == code))
    person = db.session.scalar(sa.select(Person).where(Person.number == number))
    if training is None or person is None:
        missing = f"pelatihan {code}" if training is None else f"orang dengan nomor {number}"
        raise click.ClickException(f"Tidak ada {missing}.")
    with transaction():
        give_role(training, person.id, Role(role), actor_id=None, at=clock.now())
    click.echo(f"{person.name}: {role} di {training.title}")


class ContentError(Exception):
    def __init__(self, faults: list[content.Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def load_folder(
    folder: Path, start: datetime | None = None, *, overwrite: bool = False
) -> Training:
    """Read every floor's part of the folder, then write all of them in one transaction.

    What was changed on screen and not in the folder stays. Raises ContentError for mistakes in
    the folder and, without `overwrite`, for what was changed on both sides.
    """
    faults: list[content.Fault] = []
    read = read_training(folder, faults)
    parts, more = content.read_folder(folder)
    faults = sorted({*faults, *more})
    if faults or read is None:
        raise ContentError(faults)
    days = shifted(read.training.days, start.date() if start else None)
    writing = Writing(actor_id=None, at=clock.now(), overwrite=overwrite)
    store_figures(read.pictures.values())
    with transaction():
        training = save_training(read, days, writing)
        notices.publish(read.training.data_notice.version, read.data_notice, at=writing.at)
        for part, parsed in parts:
            part.write(parsed, training.id, writing)
        if writing.conflicts:
            raise ContentError(sorted(writing.conflicts))
    return training


def export_folder(training: Training, folder: Path) -> int:
    """Write every floor's part; returns how many files. Raises FileExistsError."""
    found = training_files(training)
    for part in content.parts():
        found |= part.export(training.id)
    write_folder(folder, found)
    with transaction():
        audit.record(
            "training.exported",
            training,
            actor_id=None,
            training_id=training.id,
            files=len(found),
        )
    return len(found)
