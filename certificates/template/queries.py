"""Reads: the template in force, and the versions before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from certificates.register.schema import CertificateSettings
from certificates.template.models import CertificateTemplate
from courses.trainings.models import Training
from lms.db import db
from lms.people.models import Person

_NEWEST = (
    sa.select(CertificateTemplate)
    .where(CertificateTemplate.training_id == sa.bindparam("training_id"))
    .order_by(CertificateTemplate.version.desc())
    .limit(1)
)
_LOADED = _NEWEST.where(CertificateTemplate.made_by_id.is_(None))
_ALL = (
    sa.select(CertificateTemplate, Person.name)
    .outerjoin(Person, Person.id == CertificateTemplate.made_by_id)
    .where(CertificateTemplate.training_id == sa.bindparam("training_id"))
    .order_by(CertificateTemplate.version.desc())
)


@dataclass(frozen=True)
class Template:
    """What a certificate is made by. `logo` is the key of a kept PNG."""

    version: int
    settings: CertificateSettings
    logo: str | None = None


def in_force(training: Training) -> Template:
    """The newest version; a training that was never loaded or saved is at its first."""
    settings = CertificateSettings.model_validate(training.certificate)
    row = newest(training.id)
    return Template(row.version, settings, row.logo) if row else Template(1, settings)


def newest(training_id: int) -> CertificateTemplate | None:
    return db.session.scalar(_NEWEST, {"training_id": training_id})


def newest_loaded(training_id: int) -> CertificateTemplate | None:
    """The newest that came with the content folder."""
    return db.session.scalar(_LOADED, {"training_id": training_id})


@dataclass(frozen=True)
class Stored:
    """A version as it was kept; `by` is "" where it came with the content folder."""

    version: int
    settings: dict[str, Any]
    logo: str | None
    by: str
    at: datetime


def history(training_id: int) -> list[Stored]:
    """All versions, the newest first."""
    rows = db.session.execute(_ALL, {"training_id": training_id})
    return [
        Stored(row.version, row.settings, row.logo, name or "", row.made_at) for row, name in rows
    ]
