"""What stands between certificates: which one counts, what came before it, who writes first."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from certificates.document.facts import CertificateKind
from certificates.register.entitlement import is_held
from certificates.register.models import Certificate, Revocation, RevocationKind
from lms.db import db, take_lock

_copy = aliased(Certificate)
_VALID = (
    sa.select(Certificate)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .outerjoin(_copy, _copy.replaces_id == Certificate.id)
    .where(
        Certificate.enrolment_id == sa.bindparam("seat"),
        Revocation.id.is_(None),
        _copy.id.is_(None),
    )
    .order_by(Certificate.kind.desc(), Certificate.id)  # of competence first
)


def valid_paper(seat: int, kind: CertificateKind) -> Certificate | None:
    """What stands in the way of another paper of this kind."""
    found = db.session.scalars(_VALID, {"seat": seat})
    return next((each for each in found if is_held(kind, {each.kind})), None)


def is_spent(decision_id: int) -> bool:
    """Its certificate was revoked. One that was cancelled with its batch may come again."""
    found = sa.select(Revocation.id).join(Certificate, Certificate.id == Revocation.certificate_id)
    of_decision = Certificate.decision_id == decision_id
    revoked = Revocation.kind == RevocationKind.REVOKED
    return db.session.scalar(found.where(of_decision, revoked)) is not None


def next_turn(decision_id: int) -> int:
    """Copies, and what is issued again after a cancelled batch, come from the same decision."""
    count = sa.select(sa.func.count()).select_from(Certificate)
    return db.session.scalar(count.where(Certificate.decision_id == decision_id)) or 0


def is_replaced(certificate_id: int) -> bool:
    copy = sa.select(Certificate.id).where(Certificate.replaces_id == certificate_id)
    return db.session.scalar(copy) is not None


def lock_of(certificate_id: int) -> str:
    return f"certificate:{certificate_id}"


def hold(certificate_ids: Iterable[int]) -> None:
    """Wait for whoever is keeping a file of these, and let nobody begin. Before any audit entry:
    who keeps a file takes these two locks in that order too."""
    for certificate_id in sorted(certificate_ids):
        take_lock(db.session.connection(), lock_of(certificate_id))
