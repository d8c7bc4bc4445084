"""A person's own certificates on the account page, also of trainings they have left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from certificates.register.models import Certificate, CertificateFile, Revocation
from courses.trainings.models import Enrolment, Training
from lms.db import db
from lms.panels import Context

_OWN = (
    sa.select(
        Certificate.number,
        Certificate.code,
        Certificate.issued_at,
        Training.code.label("training_code"),
        Training.title,
        CertificateFile.id.label("file_id"),
        Revocation.id.label("revocation_id"),
    )
    .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
    .join(Training, Training.id == Certificate.training_id)
    .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(Certificate.id.desc())
)


def _own() -> Sequence[Any]:
    return db.session.execute(_OWN, {"person_id": current_user.person_id}).all()


def part(_context: Context) -> Markup | None:
    found = _own()
    if not found:
        return None
    page = render_template("certificates/account_part.html", certificates=found)
    return Markup(page)  # noqa: S704 - a template of ours, escaped by itself


def data(_context: Context) -> dict[str, Any]:
    return {
        "sertifikat": [
            {
                "nomor": row.number,
                "kode": row.code,
                "pelatihan": row.training_code,
                "terbit": row.issued_at.isoformat(),
                "dicabut": row.revocation_id is not None,
            }
            for row in _own()
        ]
    }
