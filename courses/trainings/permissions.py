"""Roles inside a training: loads the training and the person's part in it in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_babel import gettext as _
from flask_login import current_user

from courses.trainings.models import Enrolment, Role, Training
from lms.access import SIGNED_IN, Rule, changes_what_is_closed, stranger, wrong_role
from lms.db import db
from lms.errors import DomainError
from lms.i18n import format_moment


class TrainingClosedError(DomainError):
    """The training is closed, and this would change it."""


_PART = (
    sa.select(Training, Enrolment)
    .join(Enrolment, Enrolment.training_id == Training.id)
    .where(
        Training.code == sa.bindparam("code"),
        Enrolment.person_id == sa.bindparam("person_id"),
        Enrolment.withdrawn_at.is_(None),
    )
)


_SEAT = (
    sa.select(Training, Enrolment)
    .join(Enrolment, Enrolment.training_id == Training.id)
    .where(
        Training.code == sa.bindparam("code"),
        Enrolment.person_id == sa.bindparam("person_id"),
        Enrolment.role == Role.TRAINEE,
    )
)


def refuse_if_closed(training: Training) -> None:
    """Nothing of a closed training changes, but for what stays open (see access.register)."""
    if training.closed_at is not None and changes_what_is_closed():
        raise TrainingClosedError(
            _(
                "Pelatihan ini sudah ditutup pada %(moment)s. Panitia dapat membukanya kembali"
                " dengan alasan.",
                moment=format_moment(training.closed_at),
            )
        )


def _role_rule(name: str, *roles: Role) -> Rule:
    """A rule for addresses with `<code>`: no part in the training 404, another role 403.

    Sets g.training, g.roles, and g.enrolment (the trainee's own, or None).
    """
    allowed = frozenset(roles)

    def check(view_args: Mapping[str, Any]) -> None:
        values = {"code": view_args["code"], "person_id": current_user.person_id}
        rows = db.session.execute(_PART, values).all()
        if not rows:
            stranger()
        g.training = rows[0][0]
        parts = {enrolment.role: enrolment for _training, enrolment in rows}
        g.roles = frozenset(parts)
        g.enrolment = parts.get(Role.TRAINEE)
        if not g.roles & allowed:
            wrong_role()
        refuse_if_closed(g.training)

    return Rule(name, check)


def _check_had_seat(view_args: Mapping[str, Any]) -> None:
    values = {"code": view_args["code"], "person_id": current_user.person_id}
    row = db.session.execute(_SEAT, values).first()
    if row is None:
        TRAINEE.check(view_args)  # 404 for a stranger, 403 for another role
        return
    g.training, g.enrolment = row
    g.roles = frozenset({Role.TRAINEE})


MEMBER = _role_rule("anggota pelatihan", *Role)
TRAINEE = _role_rule("peserta", Role.TRAINEE)
FORMER_TRAINEE = Rule("peserta, juga yang sudah keluar dari daftar", _check_had_seat)
TRAINER = _role_rule("fasilitator", Role.TRAINER)
ORGANISER = _role_rule("panitia", Role.ORGANISER)
STAFF_ROLES = frozenset({Role.TRAINER, Role.ORGANISER})
STAFF = _role_rule("fasilitator atau panitia", *STAFF_ROLES)
SIGNATORY = _role_rule("penanda tangan", Role.SIGNATORY)
OFFICE = _role_rule("panitia atau penanda tangan", Role.ORGANISER, Role.SIGNATORY)

ACCESS = {
    "trainings.index": SIGNED_IN,
    "trainings.home": MEMBER,
    "trainings.schedule": MEMBER,
}
