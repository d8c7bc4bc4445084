"""What a person's own account shows of the trainings they take part in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from courses.trainings.models import Enrolment, Training
from lms import panels
from lms.db import db

_PARTS = (
    sa.select(
        Training.code,
        Training.title,
        Enrolment.role,
        Enrolment.institution,
        Enrolment.position,
        Enrolment.region_code,
    )
    .join(Enrolment, Enrolment.training_id == Training.id)
    .where(Enrolment.person_id == sa.bindparam("person_id"), Enrolment.withdrawn_at.is_(None))
    .order_by(Training.first_day.desc(), Enrolment.id)
)


def _own() -> list[dict[str, Any]]:
    rows = db.session.execute(_PARTS, {"person_id": current_user.person_id})
    return [dict(row._mapping) for row in rows]


def part(_context: panels.Context) -> Markup | None:
    trainings = _own()
    if not trainings:
        return None
    return Markup(  # noqa: S704 - a template of ours, escaped by itself
        render_template("courses/account_part.html", trainings=trainings)
    )


def data(_context: panels.Context) -> dict[str, Any]:
    return {
        "pelatihan": [
            {
                "kode": row["code"],
                "judul": row["title"],
                "peran": row["role"].value,
                "instansi": row["institution"],
                "jabatan": row["position"],
                "kode_wilayah": row["region_code"],
            }
            for row in _own()
        ]
    }
