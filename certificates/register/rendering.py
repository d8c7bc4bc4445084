"""Makes the file of an issued certificate: after its transaction, from frozen facts and the key."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import sqlalchemy as sa

from certificates import signing
from certificates.document.facts import CertificateFacts
from certificates.register.models import Certificate, CertificateFile
from certificates.register.services import RENDER
from lms import clock, files, jobs
from lms.db import db, let_go, transaction
from lms.jobs import Job, JobState


@jobs.handler(RENDER)
def render_certificate(certificate_id: int) -> None:
    """Render, sign and keep the bytes. A second run finds the file and does nothing.

    Only a specimen is kept without a signature. Anything else waits, failing, for a usable key.
    """
    if db.session.scalar(_file_of(certificate_id)) is not None:
        return
    certificate = db.session.get_one(Certificate, certificate_id)
    facts = CertificateFacts.from_dict(certificate.facts)
    let_go()  # nothing is held open while the PDF is made
    from certificates.document import renderer  # noqa: PLC0415 - heavy: only the worker needs it

    data, signature, at = renderer.render(facts), "none", clock.now()
    if not facts.specimen:
        signer = signing.safe().signer(at)
        data, signature = signer.sign(data, facts, at=at), signer.kind
    key = files.store().put(data, ".pdf")
    with transaction(f"certificate:{certificate_id}"):
        if db.session.scalar(_file_of(certificate_id)) is None:
            db.session.add(
                CertificateFile(
                    certificate_id=certificate_id,
                    file_key=key,
                    sha256=hashlib.sha256(data).hexdigest(),
                    size=len(data),
                    signature=signature,
                    rendered_at=at,
                )
            )


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


PAUSE = timedelta(minutes=15)
_WITHOUT_FILE = (
    sa.select(Certificate.id)
    .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
    .where(CertificateFile.id.is_(None))
    .order_by(Certificate.id)
)


def _file_of(certificate_id: int) -> sa.Select[int]:
    return sa.select(CertificateFile.id).where(CertificateFile.certificate_id == certificate_id)
