"""A changed template becomes the next version; issued certificates keep the one they name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from certificates.register.schema import CertificateSettings
from certificates.template import queries
from certificates.template.models import CertificateTemplate
from certificates.template.rules import changes, said
from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError


class StaleTemplateError(DomainError):
    """Somebody saved another version after this form was opened."""


def lock_of(training_id: int) -> str:
    return f"certificate-template:{training_id}"


def written(settings: CertificateSettings) -> dict[str, Any]:
    """As it is stored: what stands at its default is left out, as in a content folder."""
    return settings.model_dump(mode="json", exclude_defaults=True)


def save(
    training: Training,
    settings: CertificateSettings,
    logo: str | None,
    *,
    version: int,
    actor_id: int,
    at: datetime,
) -> int | None:
    """Keep the next version and return its number; None where nothing is other than it was.

    `version` is the one the form was made from. Under `lock_of` the training.
    """
    db.session.refresh(training)
    standing = queries.newest(training.id)
    if standing is None:  # never loaded: what stood so far was the first
        first = written(CertificateSettings.model_validate(training.certificate))
        standing = _keep(training, first, None, version=1, actor_id=None, at=at)
    if (written(settings), logo) == (standing.settings, standing.logo):
        return None
    if version != standing.version:
        raise StaleTemplateError(_("Templat sertifikat sudah diubah orang lain."))
    return append(training, settings, logo, standing, actor_id=actor_id, at=at).version


def append(
    training: Training,
    settings: CertificateSettings,
    logo: str | None,
    standing: CertificateTemplate | None,
    *,
    actor_id: int | None,
    at: datetime,
) -> CertificateTemplate:
    """Write the version after `standing` and let it be the one in force."""
    now = written(settings)
    number = standing.version + 1 if standing else 1
    row = _keep(training, now, logo, version=number, actor_id=actor_id, at=at)
    training.certificate = now
    before = said(standing.settings, standing.logo) if standing else {}
    found = changes(before, said(now, logo))
    audit.record(
        "certificate_template.saved",
        row,
        actor_id=actor_id,
        training_id=training.id,
        version=number,
        before={change.name: change.before for change in found if standing},
        after={change.name: change.now for change in found if standing},
    )
    return row


def _keep(
    training: Training,
    settings: dict[str, Any],
    logo: str | None,
    *,
    version: int,
    actor_id: int | None,
    at: datetime,
) -> CertificateTemplate:
    row = CertificateTemplate(
        training_id=training.id,
        version=version,
        settings=settings,
        logo=logo,
        made_by_id=actor_id,
        made_at=at,
    )
    db.session.add(row)
    db.session.flush()  # "only one" of a number is the database's to say
    return row
