"""Makes the credential of a certificate, in the job that makes its file."""

from __future__ import annotations

import json
import secrets

import sqlalchemy as sa

from certificates.badges import keyring, queries, services
from certificates.badges.credential import Holder, compose
from certificates.document.facts import CertificateFacts
from certificates.register.models import Certificate
from courses.trainings.models import Enrolment
from lms import clock
from lms.db import db, let_go, transaction
from lms.people.models import Person

_EMAIL = (
    sa.select(Person.email)
    .join(Enrolment, Enrolment.person_id == Person.id)
    .join(Certificate, Certificate.enrolment_id == Enrolment.id)
    .where(Certificate.id == sa.bindparam("certificate_id"))
)


def credential_of(certificate_id: int, facts: CertificateFacts) -> bytes | None:
    """The signed credential, made once; None for a specimen, and where there is no key.

    A specimen has none: it would verify everywhere, and no verifier shows a mark across it.
    """
    kept = queries.kept(certificate_id)
    if kept is not None:
        return kept.encode()
    key = keyring.current_key()
    if facts.specimen or key is None:
        return None
    email = db.session.scalar(_EMAIL, {"certificate_id": certificate_id})
    let_go()  # nothing is held open while it is signed
    from certificates.badges import proof, shape  # noqa: PLC0415 - heavy: only the worker needs it

    issuer, at = keyring.issuer(), clock.now()
    holder = Holder(facts.recipient_name, email, secrets.token_hex(16))
    document = compose(facts, issuer, holder, status_index=certificate_id)
    shape.refuse_unless_badge(document)
    signed = proof.sign(document, key.private, method=issuer.method(key.multibase), at=at)
    text = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    with transaction("badges"):
        # The number of its row is its place in the list: nobody else has it, and none is searched.
        return services.keep(
            certificate_id, text, key=key.multibase, status_index=certificate_id, at=at
        ).encode()
