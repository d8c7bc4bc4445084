"""What waits for a signature."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from certificates.document.facts import CertificateFacts
from certificates.register.models import (
    Certificate,
    CertificateFile,
    CertificateOriginal,
    Revocation,
    SigningClaim,
)
from certificates.signing.kinds import AT_THE_DESK, SignerKind
from lms.db import db


@dataclass(frozen=True)
class Waiting:
    """A certificate on the desk."""

    certificate: Certificate
    facts: CertificateFacts
    original: CertificateOriginal | None  # not there yet while it is being rendered
    busy_until: datetime | None  # another desk is at it

    @property
    def kind(self) -> SignerKind:
        return SignerKind(self.facts.signer)

    def is_busy(self, at: datetime) -> bool:
        return self.busy_until is not None and self.busy_until > at


_copy = aliased(Certificate)
_WAITING = (
    sa.select(Certificate, CertificateOriginal, SigningClaim.until)
    .outerjoin(CertificateOriginal, CertificateOriginal.certificate_id == Certificate.id)
    .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .outerjoin(_copy, _copy.replaces_id == Certificate.id)
    .outerjoin(SigningClaim, SigningClaim.certificate_id == Certificate.id)
    .where(
        Certificate.training_id == sa.bindparam("training_id"),
        Certificate.is_specimen.is_(False),
        CertificateFile.id.is_(None),
        Revocation.id.is_(None),
        _copy.id.is_(None),
    )
    .order_by(Certificate.series_id, Certificate.serial, Certificate.edition)
)


def waiting(training_id: int) -> list[Waiting]:
    """In the order of their numbers."""
    rows = db.session.execute(_WAITING, {"training_id": training_id})
    found = (
        Waiting(certificate, CertificateFacts.from_dict(certificate.facts), original, until)
        for certificate, original, until in rows
    )
    return [each for each in found if each.facts.signer in AT_THE_DESK]


def ready(training_id: int, kind: SignerKind, chosen: Collection[int]) -> list[Waiting]:
    """Those of the chosen ones that still wait for this signer, and can be signed."""
    return [
        each
        for each in waiting(training_id)
        if each.certificate.id in chosen and each.kind is kind and each.original is not None
    ]
