"""Taking back what one press issued by mistake, as a whole, within minutes.

It does not ask whether something was signed or fetched meanwhile: whoever scans such a paper
reads that it was cancelled. After the ten minutes each certificate is revoked by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from certificates.register.chain import hold
from certificates.register.models import Certificate, IssueBatch, Revocation, RevocationKind
from certificates.register.rules import CANCEL_WITHIN, may_be_cancelled
from certificates.register.services import ReasonMissingError
from lms import audit
from lms.db import db
from lms.errors import DomainError


class TooLateError(DomainError):
    """The ten minutes are over: each certificate has to be looked at by itself."""


@dataclass(frozen=True)
class OpenBatch:
    """What one press issued, as long as it can be cancelled."""

    id: int
    issued_at: datetime
    count: int

    @property
    def until(self) -> datetime:
        return self.issued_at + CANCEL_WITHIN


_STANDING = (
    sa.select(Certificate)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .where(Certificate.batch_id == sa.bindparam("batch_id"), Revocation.id.is_(None))
    .order_by(Certificate.id)
)
_OPEN = (
    sa.select(IssueBatch.id, IssueBatch.issued_at, sa.func.count(sa.distinct(Certificate.number)))
    .join(Certificate, Certificate.batch_id == IssueBatch.id)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .where(
        IssueBatch.training_id == sa.bindparam("training_id"),
        IssueBatch.issued_at >= sa.bindparam("since"),
        Revocation.id.is_(None),
    )
    .group_by(IssueBatch.id, IssueBatch.issued_at)
    .order_by(IssueBatch.id.desc())
)


def open_batches(training_id: int, at: datetime) -> list[OpenBatch]:
    values = {"training_id": training_id, "since": at - CANCEL_WITHIN}
    return [OpenBatch(*row) for row in db.session.execute(_OPEN, values)]


def batch_of(training_id: int, batch_id: int) -> IssueBatch | None:
    found = sa.select(IssueBatch).where(
        IssueBatch.id == batch_id, IssueBatch.training_id == training_id
    )
    return db.session.scalar(found)


def standing_in(batch_id: int) -> Sequence[Certificate]:
    """What of the batch was not taken back yet, its copies too."""
    return db.session.scalars(_STANDING, {"batch_id": batch_id}).all()


def cancel(batch: IssueBatch, *, reason: str, actor_id: int, at: datetime) -> list[Certificate]:
    """Cancel all that still stands, or nothing. Inside `transaction()`.

    The numbers stay used; the decisions wait for a certificate again. A second press finds
    nothing left to do.
    """
    if not reason.strip():
        raise ReasonMissingError(_("Tulis alasan pembatalan."))
    found = list(standing_in(batch.id))
    if found and not may_be_cancelled(batch.issued_at, at):
        raise TooLateError(
            _("Sudah lewat sepuluh menit sejak terbit. Cabut sertifikatnya satu per satu.")
        )
    hold(certificate.id for certificate in found)
    for certificate in found:
        db.session.add(
            Revocation(
                certificate_id=certificate.id,
                kind=RevocationKind.CANCELLED,
                reason=reason,
                revoked_by_id=actor_id,
                revoked_at=at,
            )
        )
        audit.record(
            "certificate.cancelled",
            certificate,
            actor_id=actor_id,
            training_id=certificate.training_id,
            reason=reason,
            number=certificate.number,
        )
    return found
