"""Certificates: gap-free numbers, frozen facts and bytes, revocations that stay."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from certificates.document.facts import CertificateKind
from lms.db import Base, EnumText, forbid_changes


class Series(Base):
    """The counter of one series and year. Only the issuing transaction moves it."""

    __tablename__ = "certificate_series"
    __table_args__ = (sa.UniqueConstraint("name", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    year: Mapped[int]  # by WITA
    last_serial: Mapped[int] = mapped_column(default=0)


class IssueBatch(Base):
    """What one press of "Terbitkan" issued; for a few minutes it can be cancelled as a whole."""

    __tablename__ = "issue_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    issued_at: Mapped[datetime]


class Certificate(Base):
    """One issued paper. A corrected copy is another row: same number, the next `edition`.

    `turn` counts the certificates that came from one decision: copies, and the one that is
    issued again after its batch was cancelled.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        sa.UniqueConstraint("series_id", "serial", "edition"),
        sa.UniqueConstraint("number", "edition"),
        sa.UniqueConstraint("decision_id", "turn"),
        # Whoever types a code need not mind its case, so no two may differ by that alone.
        sa.CheckConstraint("code = upper(code)", name="code_is_upper"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CertificateKind] = mapped_column(EnumText(CertificateKind))
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"))
    turn: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=0)  # 0 is the first print, 1 "cetak ulang 1"
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificate.id"), unique=True)
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issue_batch.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"), index=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate_series.id"))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(100))
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    facts: Mapped[dict[str, Any]]
    facts_hash: Mapped[str] = mapped_column(sa.String(64))
    is_specimen: Mapped[bool]
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    issued_at: Mapped[datetime]


class CertificateFile(Base):
    """The rendered bytes, made after the issuing transaction from the frozen facts."""

    __tablename__ = "certificate_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"), unique=True)
    file_key: Mapped[str] = mapped_column(sa.String(120))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int]
    signature: Mapped[str] = mapped_column(sa.String(20))  # a word of signing.kinds
    rendered_at: Mapped[datetime]


class CertificateOriginal(Base):
    """The rendered bytes that wait for the signatory, or were printed and signed by hand."""

    __tablename__ = "certificate_original"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"), unique=True)
    file_key: Mapped[str] = mapped_column(sa.String(120))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int]
    rendered_at: Mapped[datetime]


class SigningClaim(Base):
    """A certificate that somebody is having signed right now; the claim of who died runs out."""

    __tablename__ = "signing_claim"

    certificate_id: Mapped[int] = mapped_column(
        sa.ForeignKey("certificate.id"), primary_key=True, autoincrement=False
    )
    token: Mapped[str] = mapped_column(sa.String(32))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    until: Mapped[datetime]


class RevocationKind(StrEnum):
    REVOKED = "revoked"
    CANCELLED = "cancelled"  # with its whole batch, minutes after it was issued by mistake


class Revocation(Base):
    __tablename__ = "revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"), unique=True)
    kind: Mapped[RevocationKind] = mapped_column(
        EnumText(RevocationKind), default=RevocationKind.REVOKED
    )
    reason: Mapped[str] = mapped_column(sa.Text)
    revoked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    revoked_at: Mapped[datetime]


for frozen in (IssueBatch, Certificate, CertificateFile, CertificateOriginal, Revocation):
    forbid_changes(frozen.__table__)
