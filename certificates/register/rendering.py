"""Makes the file of an issued certificate: after its transaction, from frozen facts and the key."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from certificates import signing
from certificates.badges import making as badges
from certificates.document.facts import CertificateFacts
from certificates.register.chain import lock_of
from certificates.register.models import (
    Certificate,
    CertificateFile,
    CertificateOriginal,
    Revocation,
)
from certificates.register.services import RENDER
from certificates.signing import kinds
from lms import clock, files, jobs
from lms.db import db, let_go, transaction
from lms.jobs import Job, JobState


@jobs.handler(RENDER)
def render_certificate(certificate_id: int) -> None:
    """Render, sign and keep the bytes. A second run finds the file and does nothing.

    Only a specimen is kept without a signature. What a person signs is kept as it goes to the
    desk. Anything else waits, failing, for a usable key. What was taken back or replaced gets
    no file any more, also when that happened while it was being made.
    """
    if not _is_wanted(certificate_id):
        return
    certificate = db.session.get_one(Certificate, certificate_id)
    facts = CertificateFacts.from_dict(certificate.facts)
    credential = badges.credential_of(certificate_id, facts)
    let_go()  # nothing is held open while the PDF is made
    logo = files.store().get(facts.logo) if facts.logo else None
    from certificates.document import renderer  # noqa: PLC0415 - heavy: only the worker needs it

    data, signature, at = renderer.render(facts, logo, credential), kinds.NONE, clock.now()
    waits = facts.signer in kinds.AT_THE_DESK
    if not (facts.specimen or waits):
        signer = signing.safe().signer(at)
        data, signature = signer.sign(data, facts, at=at), signer.kind
    kept: dict[str, Any] = {
        "certificate_id": certificate_id,
        "file_key": files.store().put(data, ".pdf"),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "rendered_at": at,
    }
    with transaction(lock_of(certificate_id)):
        if _is_wanted(certificate_id):
            made = (
                CertificateOriginal(**kept)
                if waits
                else CertificateFile(**kept, signature=signature)
            )
            db.session.add(made)


@jobs.every_minute
def render_the_rest() -> None:
    """Take up certificates whose jobs gave up, say while the key was wrong, every quarter hour."""
    at = clock.now()
    is_tried_now = sa.select(Job.id).where(
        Job.kind == RENDER,
        sa.or_(Job.state.in_((JobState.QUEUED, JobState.RUNNING)), Job.run_at > at - PAUSE),
    )
    if db.session.scalar(is_tried_now) is not None:
        return
    without = db.session.scalars(_WITHOUT_FILE).all()
    if without:
        with transaction():
            for certificate_id in without:
                jobs.enqueue(RENDER, certificate_id=certificate_id)


def hindrances(certificate_ids: Collection[int]) -> dict[int, str]:
    """Why the file of each could not be made so far; "" where the server's log alone tells."""
    found: dict[int, str] = {}
    for args, error in db.session.execute(_FAILING):
        name, _, why = error.partition(": ")
        if args["certificate_id"] in certificate_ids:
            found[args["certificate_id"]] = why if name in _FOR_PEOPLE else ""
    return found


PAUSE = timedelta(minutes=15)
_FAILING = (
    sa.select(Job.args, Job.error).where(Job.kind == RENDER, Job.error != "").order_by(Job.id)
)
_FOR_PEOPLE = frozenset({"RenderError", "KeyFault", "WrongPasswordFault", "NotAvailableError"})
_copy = aliased(Certificate)
_WITHOUT_FILE = (
    sa.select(Certificate.id)
    .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
    .outerjoin(CertificateOriginal, CertificateOriginal.certificate_id == Certificate.id)
    .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
    .outerjoin(_copy, _copy.replaces_id == Certificate.id)
    .where(
        CertificateFile.id.is_(None),
        CertificateOriginal.id.is_(None),
        Revocation.id.is_(None),
        _copy.id.is_(None),
    )
    .order_by(Certificate.id)
)


def _is_wanted(certificate_id: int) -> bool:
    found = _WITHOUT_FILE.where(Certificate.id == certificate_id)
    return db.session.scalar(found) is not None
