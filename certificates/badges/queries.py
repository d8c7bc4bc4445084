"""Kept credentials, the keys that signed them, and which of them count no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from certificates.badges import status
from certificates.badges.models import Badge, BadgeKey
from certificates.register.models import Certificate, CertificateFile, Revocation
from lms.db import db

_OF_CERTIFICATE = sa.select(Badge.document).where(
    Badge.certificate_id == sa.bindparam("certificate_id")
)
# What waits for its signature is not given out: the office has not said it yet.
_GIVEN_OUT = sa.select(Badge.document).join(
    CertificateFile, CertificateFile.certificate_id == Badge.certificate_id
)
_BY_CODE = _GIVEN_OUT.join(Certificate, Certificate.id == Badge.certificate_id).where(
    Certificate.code == sa.bindparam("code")
)
_KEYS = sa.select(BadgeKey.multibase).order_by(BadgeKey.id)

_IN_LIST = Badge.status_index.between(sa.bindparam("first"), sa.bindparam("last"))
_BEGAN = sa.select(sa.func.min(Badge.made_at)).where(_IN_LIST)
_next = aliased(Certificate)
_ENDED = (
    sa.select(Badge.status_index, Revocation.revoked_at, _next.issued_at)
    .outerjoin(Revocation, Revocation.certificate_id == Badge.certificate_id)
    .outerjoin(_next, _next.replaces_id == Badge.certificate_id)
    .where(_IN_LIST, sa.or_(Revocation.id.is_not(None), _next.id.is_not(None)))
    .order_by(Badge.status_index)
)


def kept(certificate_id: int) -> str | None:
    return db.session.scalar(_OF_CERTIFICATE, {"certificate_id": certificate_id})


def by_code(code: str) -> str | None:
    return db.session.scalar(_BY_CODE, {"code": code})


def given_out(certificate_ids: Iterable[int]) -> set[int]:
    """Those of the certificates whose credential anybody may fetch."""
    chosen = _GIVEN_OUT.with_only_columns(Badge.certificate_id).where(
        Badge.certificate_id.in_(list(certificate_ids))
    )
    return set(db.session.scalars(chosen))


def keys() -> list[str]:
    """Every public key that ever signed a credential, oldest first."""
    return list(db.session.scalars(_KEYS))


def ended(number: int) -> tuple[list[int], datetime] | None:
    """The set bits of a list, and when the last of them was set; None if there is no such list.

    Revoked, cancelled and replaced certificates count no more.
    """
    if number > status.MOST:
        return None
    first = (number - 1) * status.SIZE
    bounds = {"first": first, "last": first + status.SIZE - 1}
    since = db.session.scalar(_BEGAN, bounds)
    if since is None:
        return None
    rows = db.session.execute(_ENDED, bounds).all()
    moments = [moment for row in rows for moment in row[1:] if moment is not None]
    return [row[0] - first for row in rows], max([since, *moments])
