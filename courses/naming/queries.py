"""Reads: one trainee's name and what was said of it, and those of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from courses.naming.models import NameConfirmation, NameRequest
from courses.naming.rules import State, state_of
from courses.trainings.models import Enrolment, Role
from courses.trainings.trainee import SEATS, Kept
from lms.db import db
from lms.people.models import Person


def _newest(table: type[NameConfirmation | NameRequest]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.max(table.id))
        .where(table.enrolment_id == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )


KEPT = Kept(
    columns=(
        Enrolment.id,
        Person.name,
        Enrolment.institution,
        Enrolment.region_code,
        NameConfirmation,
        NameRequest,
    ),
    joins=(
        (Person, Person.id == Enrolment.person_id),
        (NameConfirmation, NameConfirmation.id == _newest(NameConfirmation)),
        (NameRequest, NameRequest.id == _newest(NameRequest)),
    ),
)
_ALL = (
    KEPT.beside(SEATS)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Person.name_key, Enrolment.id)
)
_ONE = _ALL.where(Enrolment.id == sa.bindparam("enrolment_id"))


@dataclass(frozen=True)
class Line:
    enrolment_id: int
    name: str
    institution: str
    region_code: str | None
    confirmation: NameConfirmation | None
    request: NameRequest | None

    @property
    def state(self) -> State:
        asked, said = self.request, self.confirmation
        is_newer = asked is not None and (said is None or asked.asked_at > said.confirmed_at)
        return state_of(
            self.name,
            said.name if said else None,
            is_waiting=asked is not None and asked.decided_at is None,
            was_refused=is_newer and asked is not None and asked.is_accepted is False,
        )


def lines_of(training_id: int) -> list[Line]:
    return [Line(*row) for row in _rows(_ALL, training_id=training_id)]


def line_of(training_id: int, enrolment_id: int) -> Line:
    (row,) = _rows(_ONE, training_id=training_id, enrolment_id=enrolment_id)
    return Line(*row)


def _rows(statement: sa.Executable, **values: Any) -> list[Any]:
    return list(db.session.execute(statement, values).all())


def unconfirmed(training_id: int) -> set[int]:
    """The enrolments whose name nobody has confirmed as it is now."""
    return {
        line.enrolment_id for line in lines_of(training_id) if line.state is not State.CONFIRMED
    }
