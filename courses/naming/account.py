"""What a person's own data say of the name."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from courses.naming.models import NameConfirmation, NameRequest
from courses.trainings.models import Enrolment
from lms.db import db
from lms.panels import Context


def data(_context: Context) -> dict[str, Any]:
    return {
        "nama_dikonfirmasi": [
            {"nama": row.name, "waktu": row.confirmed_at.isoformat()}
            for row in _own(NameConfirmation)
        ],
        "koreksi_nama": [
            {
                "dari": row.before,
                "menjadi": row.wanted,
                "keterangan": row.note,
                "waktu": row.asked_at.isoformat(),
                "diterima": row.is_accepted,
                "jawaban": row.answer,
            }
            for row in _own(NameRequest)
        ],
    }


def _own(table: Any) -> list[Any]:
    return list(
        db.session.scalars(
            sa.select(table)
            .join(Enrolment, Enrolment.id == table.enrolment_id)
            .where(Enrolment.person_id == current_user.person_id)
            .order_by(table.id)
        )
    )
