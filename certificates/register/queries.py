"""The register, and one certificate by its code, number or holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Row

from certificates.document.facts import CertificateFacts
from certificates.register.models import (
    Certificate,
    CertificateFile,
    CertificateOriginal,
    Revocation,
)
from certificates.signing.kinds import AT_THE_DESK, NONE
from lms.db import db


@dataclass(frozen=True)
class Entry:
    """A certificate as the register shows it."""

    certificate: Certificate
    facts: CertificateFacts
    file: CertificateFile | None
    revocation: Revocation | None

    @property
    def is_revoked(self) -> bool:
        return self.revocation is not None

    @property
    def signature(self) -> str:
        """How the file is signed: a word of `signing.kinds`."""
        return self.file.signature if self.file else NONE

    @property
    def awaits_signature(self) -> bool:
        """Issued and numbered, and not to be used before it is signed."""
        return self.file is None and not self.is_revoked and not self.facts.specimen

    @property
    def awaits_desk(self) -> bool:
        """Not a matter of moments: a person has to sign it."""
        return self.awaits_signature and self.facts.signer in AT_THE_DESK

    @property
    def issued_at(self) -> datetime:
        return self.certificate.issued_at


_ENTRY = (
    sa.select(Certificate, CertificateFile, Revocation)
    .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
)
_OF_TRAINING = _ENTRY.where(Certificate.training_id == sa.bindparam("training_id")).order_by(
    Certificate.series_id, Certificate.serial
)
_BY_CODE = _ENTRY.where(Certificate.code == sa.bindparam("code"))
_BY_NUMBER = _ENTRY.where(Certificate.number == sa.bindparam("number"))
_BY_ID = _ENTRY.where(
    Certificate.id == sa.bindparam("id"), Certificate.training_id == sa.bindparam("training_id")
)
_OF_SEAT = _ENTRY.where(Certificate.enrolment_id == sa.bindparam("seat")).order_by(
    Certificate.id.desc()
)
_BY_ORIGINAL = _ENTRY.join(
    CertificateOriginal, CertificateOriginal.certificate_id == Certificate.id
).where(CertificateOriginal.sha256 == sa.bindparam("sha256"))
_BY_SHA256 = _ENTRY.where(CertificateFile.sha256 == sa.bindparam("sha256"))

_CERTIFIED = (
    sa.select(Certificate.enrolment_id, Certificate.id)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .where(Certificate.training_id == sa.bindparam("training_id"), Revocation.id.is_(None))
)

_SPENT = (
    sa.select(Certificate.decision_id)
    .join(Revocation, Revocation.certificate_id == Certificate.id)
    .where(Certificate.training_id == sa.bindparam("training_id"))
)

Found = Row[Certificate, CertificateFile, Revocation]


def _entry(row: Found) -> Entry:
    certificate, file, revocation = row
    return Entry(certificate, CertificateFacts.from_dict(certificate.facts), file, revocation)


def register_of(training_id: int) -> list[Entry]:
    return [_entry(row) for row in db.session.execute(_OF_TRAINING, {"training_id": training_id})]


def _one(
    statement: sa.Select[Certificate, CertificateFile, Revocation], **values: object
) -> Entry | None:
    row = db.session.execute(statement, values).first()
    return None if row is None else _entry(row)


def certified_seats(training_id: int) -> dict[int, int]:
    """Who holds a valid certificate: enrolment to certificate."""
    rows = db.session.execute(_CERTIFIED, {"training_id": training_id})
    return {row.enrolment_id: row.id for row in rows}


def spent_decisions(training_id: int) -> set[int]:
    """Decisions whose certificate was revoked: only a new decision opens the way again."""
    return set(db.session.scalars(_SPENT, {"training_id": training_id}))


def by_code(code: str) -> Entry | None:
    return _one(_BY_CODE, code=code)


def by_number(number: str) -> Entry | None:
    return _one(_BY_NUMBER, number=number)


def by_sha256(digest: str) -> Entry | None:
    """The certificate whose kept file has exactly these bytes."""
    return _one(_BY_SHA256, sha256=digest)


def by_original_sha256(digest: str) -> Entry | None:
    """The certificate whose unsigned document has exactly these bytes."""
    return _one(_BY_ORIGINAL, sha256=digest)


def by_id(training_id: int, certificate_id: int) -> Entry | None:
    return _one(_BY_ID, id=certificate_id, training_id=training_id)


def newest_of(seat: int) -> Entry | None:
    """The newest certificate of a trainee, revoked or not."""
    return _one(_OF_SEAT, seat=seat)
