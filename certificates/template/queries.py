"""Reads: the template in force, and the versions before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from certificates.document.facts import CertificateKind
from certificates.register.schema import CertificateSettings
from certificates.template.models import CertificateTemplate
from courses.catalogue.models import Module
from courses.trainings.models import Enrolment, Role, Training
from lms.db import db
from lms.people.models import Person
from lms.people.regions import BY_CODE, PROVINCE

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

    @property
    def kinds(self) -> list[CertificateKind]:
        """The papers it is for."""
        has_both = self.settings.get("attendance") is not None
        return list(CertificateKind) if has_both else [CertificateKind.COMPETENCE]


def history(training_id: int) -> list[Stored]:
    """All versions, the newest first."""
    rows = db.session.execute(_ALL, {"training_id": training_id})
    return [
        Stored(row.version, row.settings, row.logo, name or "", row.made_at) for row, name in rows
    ]


_PEOPLE = (
    sa.select(Person.name, Enrolment.position, Enrolment.institution, Enrolment.region_code)
    .join(Enrolment, Enrolment.person_id == Person.id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
)


@dataclass(frozen=True)
class Longest:
    """What takes the most room on the roster, each of whoever has it."""

    name: str = ""
    position: str = ""
    institution: str = ""
    region_code: str | None = None


def longest(training_id: int) -> Longest:
    people = db.session.execute(_PEOPLE, {"training_id": training_id}).all()
    if not people:
        return Longest()
    names, positions, institutions, regions = zip(*people, strict=True)
    return Longest(
        name=_longest(names),
        position=_longest(positions),
        institution=_longest(institutions),
        region_code=max(
            regions, key=lambda code: (len(BY_CODE[code or PROVINCE].name), code or "")
        ),
    )


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=lambda text: (len(text), text))


_MODULES = (
    sa.select(Module)
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(Module.position, Module.id)
)


def modules_of(curriculum_id: int) -> Sequence[Module]:
    return db.session.scalars(_MODULES, {"curriculum_id": curriculum_id}).all()
