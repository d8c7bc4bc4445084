"""Commands that bring questions in and take them out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NoReturn

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from courses.catalogue.services import store_figures
from courses.trainings.models import Training
from lms import clock
from lms.db import db, transaction
from lms.errors import DomainError
from lms.i18n import say
from lms.words import InputError
from quizzes.exchange import queries, services
from quizzes.exchange.candidates import Candidates, candidates_of
from quizzes.exchange.items import Format, Remark
from quizzes.exchange.planning import Plan
from quizzes.exchange.reading import read_questions
from quizzes.exchange.services import RefusedQuestionsError
from quizzes.exchange.writing import FORMATS, write_bank

questions_group = AppGroup("questions", help="Questions from and for other programs.")
_training = click.option("--training", "code", required=True, help="Code of the training.")


@questions_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_training
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Format]),
    help="Else seen from the file.",
)
@click.option("--module", default="", help="Module of all questions, else by their category.")
@click.option("--check", is_flag=True, help="Only report; write nothing.")
@click.option("--only-valid", is_flag=True, help="Leave out what cannot be taken.")
def import_file(
    file: Path, code: str, form: str | None, module: str, *, check: bool, only_valid: bool
) -> None:
    """Import a GIFT, Aiken or Moodle XML file: every question, or nothing at all.

    QTI files and ZIP archives are not taken: export GIFT, Aiken or Moodle XML from where they are.
    """
    training = _find(code)
    try:
        reading = read_questions(
            file.read_bytes(),
            Format(form) if form else None,
            queries.known_figures(training.curriculum_id),
        )
        found = candidates_of(reading)
        plan = _import(training, found, module, check=check, only_valid=only_valid)
    except InputError as error:
        _stop(f"{say(error.words)}.")
    except RefusedQuestionsError as error:
        _list(error.plan.refusals)
        _stop(f"{error.message}. Tidak ada yang disimpan.")
    except DomainError as error:
        _stop(error.message)
    _report(plan)
    if check:
        click.echo("Hanya diperiksa. Tidak ada yang disimpan.")
        sys.exit(1 if plan.refusals and not only_valid else 0)


def _import(
    training: Training, found: Candidates, module: str, *, check: bool, only_valid: bool
) -> Plan:
    if check:
        return services.check_questions(training, found, module)
    store_figures(found.reading.figures.values())
    with transaction():
        return services.import_questions(
            training,
            found,
            module=module,
            actor_id=None,
            at=clock.now(),
            only_valid=only_valid,
        )


@questions_group.command("export")
@_training
@click.option(
    "--format", "form", type=click.Choice([each.value for each in FORMATS]), required=True
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Else printed.")
def export_file(code: str, form: str, output: Path | None) -> None:
    """Write all questions of the training's curriculum as GIFT or Moodle XML.

    What the format cannot hold is left out and listed with the reason.
    """
    training = _find(code)
    bank = queries.bank_of(training.curriculum_id)
    curriculum = queries.curriculum_code(training.curriculum_id)
    load = partial(queries.picture_of, training.curriculum_id)
    file = write_bank(bank, curriculum, Format(form), load)
    with transaction():
        services.record_export(training, file, form=Format(form), actor_id=None)
    if output is None:
        click.echo(file.content.decode(), nl=False)
    else:
        output.write_bytes(file.content)
        click.echo(f"{file.count} soal ditulis ke {output}.")
    _list(file.left_out)


def _find(code: str) -> Training:
    training = db.session.scalar(sa.select(Training).where(Training.code == code))
    if training is None:
        _stop(f"Pelatihan {code} tidak ada.")
    return training


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _list(remarks: Iterable[Remark]) -> None:
    for remark in remarks:
        name = f' "{remark.name}"' if remark.name else ""
        click.echo(f"baris {remark.line}{name}: {say(remark.reason)}", err=True)


def _report(plan: Plan) -> None:
    counts = plan.counts()
    click.echo(
        f"{plan.reading.found} soal: {counts['new']} baru, {counts['changed']} berubah, "
        f"{counts['same']} tetap, {len(plan.refusals)} tidak dapat diimpor."
    )
    _list(plan.refusals)
    _list(plan.warnings)
    if counts["new"] or counts["changed"]:
        click.echo("Soal yang diimpor perlu disetujui sebelum ditanyakan.")
