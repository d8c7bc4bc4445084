"""Roles inside a training: loads the training and the person's part in it in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_login import current_user

from courses.trainings.models import Enrolment, Role, Training
from lms.access import SIGNED_IN, Rule, stranger, wrong_role
from lms.db import db

_PART = (
    sa.select(Training, Enrolment)
    .join(Enrolment, Enrolment.training_id == Training.id)
    .where(
        Training.code == sa.bindparam("code"),
        Enrolment.person_id == sa.bindparam("person_id"),
        Enrolment.withdrawn_at.is_(None),
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

    return Rule(name, check)


MEMBER = _role_rule("anggota pelatihan", *Role)
TRAINEE = _role_rule("peserta", Role.TRAINEE)
TRAINER = _role_rule("fasilitator", Role.TRAINER)
ORGANISER = _role_rule("panitia", Role.ORGANISER)
STAFF = _role_rule("fasilitator atau panitia", Role.TRAINER, Role.ORGANISER)
OFFICE = _role_rule("panitia atau penanda tangan", Role.ORGANISER, Role.SIGNATORY)

ACCESS = {
    "trainings.index": SIGNED_IN,
    "trainings.home": MEMBER,
    "trainings.schedule": MEMBER,
}
