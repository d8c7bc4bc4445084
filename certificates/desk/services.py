"""Claiming a certificate for signing, keeping what was signed, letting go. Inside
`transaction()`, under the lock of the certificate."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from certificates.register.chain import is_replaced
from certificates.register.models import Certificate, CertificateFile, Revocation, SigningClaim
from lms import audit
from lms.db import db
from lms.errors import DomainError

# Longer than any signer may take: who holds a claim beyond it has died.
CLAIMED_FOR = timedelta(seconds=90)


class AlreadySignedError(DomainError):
    """Another desk was first, or it was taken back or replaced meanwhile: nothing is left to do."""


class BusyError(DomainError):
    """Another desk is at it, or the one that was died less than `CLAIMED_FOR` ago."""


def claim(certificate_id: int, *, actor_id: int, at: datetime) -> str:
    """Keep others from signing it until it is kept or let go. Returns the token of the claim."""
    _refuse_unless_waiting(certificate_id)
    held = db.session.get(SigningClaim, certificate_id)
    if held is not None and held.until > at:
        raise BusyError(
            _("Sertifikat ini sedang ditandatangani di jendela lain. Coba lagi sebentar lagi.")
        )
    if held is None:
        held = SigningClaim(certificate_id=certificate_id)
        db.session.add(held)
    held.token, held.person_id = secrets.token_hex(16), actor_id
    held.until = at + CLAIMED_FOR
    return held.token


def release(certificate: Certificate, token: str, *, actor_id: int, fault: str) -> None:
    """Let go after a failure; the number and the document stay as they are."""
    held = db.session.get(SigningClaim, certificate.id)
    if held is not None and held.token == token:
        db.session.delete(held)
    audit.record(
        "certificate.signing_failed",
        certificate,
        actor_id=actor_id,
        training_id=certificate.training_id,
        fault=fault,
    )


def keep_signed(
    certificate: Certificate,
    data: bytes,
    file_key: str,
    *,
    signature: str,
    token: str | None,
    actor_id: int,
    at: datetime,
) -> CertificateFile:
    """Add the final file. `token` is of the claim under which it was signed, if any."""
    _refuse_unless_waiting(certificate.id)
    held = db.session.get(SigningClaim, certificate.id)
    if token is not None and (held is None or held.token != token):
        raise BusyError(_("Penandatanganan ini terlalu lama dan sudah diambil alih."))
    if held is not None:
        db.session.delete(held)
    file = CertificateFile(
        certificate_id=certificate.id,
        file_key=file_key,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        signature=signature,
        rendered_at=at,
    )
    db.session.add(file)
    audit.record(
        "certificate.signed",
        certificate,
        actor_id=actor_id,
        training_id=certificate.training_id,
        signature=signature,
        sha256=file.sha256,
        number=certificate.number,
    )
    return file


def _refuse_unless_waiting(certificate_id: int) -> None:
    for kept in (CertificateFile, Revocation):
        found = sa.select(kept.id).where(kept.certificate_id == certificate_id)
        if db.session.scalar(found) is not None:
            raise AlreadySignedError(_("Sertifikat ini sudah ditandatangani atau dicabut."))
    if is_replaced(certificate_id):
        raise AlreadySignedError(_("Sertifikat ini sudah digantikan oleh cetak ulangnya."))
