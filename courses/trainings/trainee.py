"""A trainee's pages that tell of everything: what each feature keeps of the seat, in one statement.

A feature names its columns when the app starts (`add`); on a page it takes `own` values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g

from courses.trainings.models import Enrolment
from lms import clock, panels
from lms.db import db

SEATS = sa.select().select_from(Enrolment)
_SEAT = SEATS.where(Enrolment.id == sa.bindparam("enrolment_id"))


@dataclass(frozen=True)
class Kept:
    """Columns beside an enrolment. Of a joined table it has one row, or none."""

    columns: Sequence[Any]
    joins: Sequence[tuple[Any, sa.ColumnElement[bool]]] = ()

    def beside(self, statement: sa.Select[Any]) -> sa.Select[Any]:
        for table, condition in self.joins:
            statement = statement.outerjoin(table, condition)
        return statement.add_columns(*self.columns)


@dataclass(frozen=True)
class TraineeContext(panels.Context):
    """What fills "trainee.steps", "trainee.home" and "trainee.tasks"; `row` is by feature."""

    row: Mapping[str, Sequence[Any]]


def add(app: Flask, feature: str, kept: Kept) -> None:
    statement, widths = app.extensions.get("trainee", (_SEAT, {}))
    app.extensions["trainee"] = kept.beside(statement), {**widths, feature: len(kept.columns)}


def context() -> TraineeContext:
    """Of the trainee whose request this is."""
    statement, widths = current_app.extensions["trainee"]
    values = iter(db.session.execute(statement, {"enrolment_id": g.enrolment.id}).one())
    row = {feature: tuple(islice(values, width)) for feature, width in widths.items()}
    return TraineeContext(g.training, g.roles, g.enrolment, clock.now(), row)


def own(page: panels.Context, feature: str) -> Sequence[Any]:
    assert isinstance(page, TraineeContext)  # noqa: S101 - who asks for these places makes one
    return page.row[feature]
