"""The register, and one certificate by its code, number or holder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from certificates.document.facts import CertificateFacts, CertificateKind
from certificates.register.models import (
    Certificate,
    CertificateFile,
    CertificateOriginal,
    Revocation,
    RevocationKind,
)
from certificates.register.rules import Circumstances, State, state_of
from certificates.signing.kinds import AT_THE_DESK, NONE
from courses.trainings.models import Enrolment
from lms.db import db


@dataclass(frozen=True)
class Copy:
    """A print of a number, by which another one of the same number leads to it."""

    id: int
    code: str
    edition: int


@dataclass(frozen=True)
class Entry:
    """A certificate as the register shows it."""

    certificate: Certificate
    facts: CertificateFacts
    file: CertificateFile | None
    revocation: Revocation | None
    newest: Copy  # of this number; itself, unless it was replaced
    older: Copy | None  # which it replaces

    @property
    def is_revoked(self) -> bool:
        """Or cancelled."""
        return self.revocation is not None

    @property
    def is_cancelled(self) -> bool:
        return self.revocation is not None and self.revocation.kind is RevocationKind.CANCELLED

    @property
    def is_replaced(self) -> bool:
        return self.newest.id != self.certificate.id

    @property
    def is_current(self) -> bool:
        """Neither taken back nor replaced: what it says is looked after."""
        return not self.is_revoked and not self.is_replaced

    @property
    def expired_on(self) -> date | None:
        """The first day on which it does not count any more."""
        until = self.facts.valid_until
        return None if until is None else until + timedelta(days=1)

    def state(self, today: date, *, is_suspended: bool = False) -> State:
        """`register.standing` knows whether it is suspended."""
        found = Circumstances(
            is_revoked=self.is_revoked,
            is_cancelled=self.is_cancelled,
            is_replaced=self.is_replaced,
            valid_until=self.facts.valid_until,
            is_suspended=is_suspended,
            is_signed=self.file is not None or self.facts.specimen,
        )
        return state_of(found, today)

    @property
    def signature(self) -> str:
        """How the file is signed: a word of `signing.kinds`."""
        return self.file.signature if self.file else NONE

    @property
    def awaits_signature(self) -> bool:
        """Issued and numbered, and not to be used before it is signed."""
        return self.file is None and self.is_current and not self.facts.specimen

    @property
    def awaits_desk(self) -> bool:
        """Not a matter of moments: a person has to sign it."""
        return self.awaits_signature and self.facts.signer in AT_THE_DESK

    @property
    def issued_at(self) -> datetime:
        return self.certificate.issued_at


_newest, _older, _any = aliased(Certificate), aliased(Certificate), aliased(Certificate)
_newest_id = (
    sa.select(sa.func.max(_any.id))
    .where(_any.series_id == Certificate.series_id, _any.serial == Certificate.serial)
    .correlate(Certificate)
    .scalar_subquery()
)
_ENTRY: sa.Select[*tuple[Any, ...]] = (
    sa.select(
        Certificate,
        CertificateFile,
        Revocation,
        _newest.id,
        _newest.code,
        _newest.edition,
        _older.id,
        _older.code,
        _older.edition,
    )
    .select_from(Certificate)
    .join(_newest, _newest.id == _newest_id)
    .outerjoin(_older, _older.id == Certificate.replaces_id)
    .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
)
_OF_TRAINING = _ENTRY.where(Certificate.training_id == sa.bindparam("training_id")).order_by(
    Certificate.series_id, Certificate.serial, Certificate.edition
)
_BY_CODE = _ENTRY.where(Certificate.code == sa.bindparam("code"))
_BY_NUMBER = _ENTRY.where(Certificate.number == sa.bindparam("number")).order_by(
    Certificate.edition.desc()
)
_BY_ID = _ENTRY.where(
    Certificate.id == sa.bindparam("id"), Certificate.training_id == sa.bindparam("training_id")
)
_OF_SEAT = _ENTRY.where(
    Certificate.enrolment_id == sa.bindparam("seat"), Certificate.kind == sa.bindparam("kind")
).order_by(Certificate.id.desc())
_OF_PERSON = (
    _ENTRY.join(Enrolment, Enrolment.id == Certificate.enrolment_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(Certificate.id.desc())
)
_BY_ORIGINAL = _ENTRY.join(
    CertificateOriginal, CertificateOriginal.certificate_id == Certificate.id
).where(CertificateOriginal.sha256 == sa.bindparam("sha256"))
_BY_SHA256 = _ENTRY.where(CertificateFile.sha256 == sa.bindparam("sha256"))

_copy = aliased(Certificate)
_HELD = (
    sa.select(Certificate.enrolment_id, Certificate.kind)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .outerjoin(_copy, _copy.replaces_id == Certificate.id)
    .where(
        Certificate.training_id == sa.bindparam("training_id"),
        Revocation.id.is_(None),
        _copy.id.is_(None),
    )
)

_SPENT = (
    sa.select(Certificate.decision_id)
    .join(Revocation, Revocation.certificate_id == Certificate.id)
    .where(
        Certificate.training_id == sa.bindparam("training_id"),
        Revocation.kind == RevocationKind.REVOKED,
    )
)


def _entry(row: Any) -> Entry:
    certificate, file, revocation, *copies = row
    older = None if copies[3] is None else Copy(*copies[3:])
    facts = CertificateFacts.from_dict(certificate.facts)
    return Entry(certificate, facts, file, revocation, Copy(*copies[:3]), older)


def register_of(training_id: int) -> list[Entry]:
    return [_entry(row) for row in db.session.execute(_OF_TRAINING, {"training_id": training_id})]


def _one(statement: sa.Select[*tuple[Any, ...]], **values: object) -> Entry | None:
    row = db.session.execute(statement, values).first()
    return None if row is None else _entry(row)


def held_papers(training_id: int) -> dict[int, set[CertificateKind]]:
    """What each enrolment holds that was neither taken back nor replaced."""
    held: dict[int, set[CertificateKind]] = {}
    for seat, kind in db.session.execute(_HELD, {"training_id": training_id}):
        held.setdefault(seat, set()).add(kind)
    return held


def holders(held: Mapping[int, set[CertificateKind]], kind: CertificateKind) -> set[int]:
    return {seat for seat, kinds in held.items() if kind in kinds}


def spent_decisions(training_id: int) -> set[int]:
    """Decisions whose certificate was revoked: only a new decision opens the way again.

    One that was cancelled with its batch never counted.
    """
    return set(db.session.scalars(_SPENT, {"training_id": training_id}))


def by_code(code: str) -> Entry | None:
    return _one(_BY_CODE, code=code)


def by_number(number: str) -> Entry | None:
    """The newest print of a number."""
    return _one(_BY_NUMBER, number=number)


def by_sha256(digest: str) -> Entry | None:
    """The certificate whose kept file has exactly these bytes."""
    return _one(_BY_SHA256, sha256=digest)


def by_original_sha256(digest: str) -> Entry | None:
    """The certificate whose unsigned document has exactly these bytes."""
    return _one(_BY_ORIGINAL, sha256=digest)


def by_id(training_id: int, certificate_id: int) -> Entry | None:
    return _one(_BY_ID, id=certificate_id, training_id=training_id)


def of_person(person_id: int) -> list[Entry]:
    """All of a person's, the newest first, also from trainings they have left."""
    return [_entry(row) for row in db.session.execute(_OF_PERSON, {"person_id": person_id})]


def newest_of(seat: int, kind: CertificateKind) -> Entry | None:
    """The newest paper of this kind of a trainee, revoked or not."""
    return _one(_OF_SEAT, seat=seat, kind=kind)
