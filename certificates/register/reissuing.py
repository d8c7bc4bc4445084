"""A corrected copy ("cetak ulang") of a certificate: the same number, the facts of today.

The day of issue stays that of the first print, since the number carries its month and year; the
copy says on which day it was made. Marks and modules are those of the decision, which is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from certificates import signing
from certificates.decisions.models import Decision
from certificates.document.facts import CertificateFacts, CertificateKind
from certificates.register import chain, services, standing
from certificates.register.codes import free_code
from certificates.register.composing import compose_facts
from certificates.register.models import Certificate
from certificates.register.queries import Entry
from certificates.register.rules import may_be_copied
from certificates.register.services import RENDER, ReasonMissingError, ReplacedError
from certificates.template.queries import in_force
from courses.trainings.models import Training
from lms import audit, jobs
from lms.db import db
from lms.errors import DomainError
from lms.i18n import local_date

# They differ between any two prints.
OF_THE_PRINT = frozenset({"edition", "reissued_on", "verification_url", "verification_code"})


class NotInForceError(DomainError):
    """Only what is in force, or waits for its signature, is copied."""


class DataChangedError(DomainError):
    """Somebody corrected something between the look and the press."""


@dataclass(frozen=True)
class Change:
    """A fact that the copy would state otherwise."""

    name: str
    before: Any
    now: Any


def compose_copy(
    training: Training, entry: Entry, *, code: str, public_url: str, at: datetime
) -> CertificateFacts:
    """What the copy would say now."""
    old = entry.facts
    template = in_force(training)
    facts = compose_facts(
        training,
        template,
        services.recipient_of(entry.certificate.enrolment_id),
        db.session.get_one(Decision, entry.certificate.decision_id),
        services.modules_of(training.curriculum_id),
        number=old.number,
        code=code,
        public_url=public_url,
        day=old.issued_on,
        signer="" if old.specimen else template.settings.signer.value,
    )
    return replace(facts, edition=old.edition + 1, reissued_on=local_date(at))


def changes(before: CertificateFacts, now: CertificateFacts) -> list[Change]:
    return [
        Change(each.name, getattr(before, each.name), getattr(now, each.name))
        for each in fields(CertificateFacts)
        if each.name not in OF_THE_PRINT and getattr(before, each.name) != getattr(now, each.name)
    ]


def digest(facts: CertificateFacts) -> str:
    """By which the press knows that it means what the page showed."""
    return replace(facts, verification_url="", verification_code="", reissued_on=None).digest()


def refuse_unless_copied(training: Training, entry: Entry, at: datetime) -> None:
    """A number leads to one paper that counts; a real one is never replaced by a specimen."""
    if entry.is_replaced:
        raise ReplacedError(_("Sertifikat ini sudah digantikan oleh cetak ulangnya."))
    if not may_be_copied(standing.of_one(entry, at)):
        raise NotInForceError(
            _("Hanya sertifikat yang berlaku yang dapat dicetak ulang. Periksa keadaannya dahulu.")
        )
    settings = in_force(training).settings
    is_attendance = entry.certificate.kind is CertificateKind.ATTENDANCE
    if is_attendance and settings.attendance is None:
        raise NotInForceError(_("Pengaturan surat keterangan sudah dihapus dari pelatihan ini."))
    if not entry.facts.specimen and not signing.will_sign(settings.signer, at):
        raise NotInForceError(
            _("Kunci tanda tangan belum dipasang, jadi cetak ulangnya tidak akan berlaku.")
        )


def reissue(
    training: Training,
    entry: Entry,
    *,
    reason: str,
    shown: str,
    public_url: str,
    actor_id: int,
    at: datetime,
) -> Certificate:
    """Issue the copy and queue its rendering. Inside `transaction()`, `entry` read there."""
    if not reason.strip():
        raise ReasonMissingError(_("Tulis alasan cetak ulang."))
    refuse_unless_copied(training, entry, at)
    old, code = entry.certificate, free_code()
    facts = compose_copy(training, entry, code=code, public_url=public_url, at=at)
    if digest(facts) != shown:
        raise DataChangedError(
            _("Data berubah sejak halaman ini dibuka. Periksa lagi, lalu cetak ulang.")
        )
    chain.hold([old.id])
    copy = _freeze(old, facts, actor_id=actor_id, at=at)
    audit.record(
        "certificate.reissued",
        copy,
        actor_id=actor_id,
        training_id=training.id,
        reason=reason,
        number=copy.number,
        edition=copy.edition,
        replaces=old.id,
        facts_hash=copy.facts_hash,
    )
    jobs.enqueue(RENDER, certificate_id=copy.id)
    return copy


def _freeze(
    old: Certificate, facts: CertificateFacts, *, actor_id: int, at: datetime
) -> Certificate:
    copy = Certificate(
        kind=old.kind,
        decision_id=old.decision_id,
        turn=chain.next_turn(old.decision_id),
        edition=facts.edition,
        replaces_id=old.id,
        batch_id=old.batch_id,
        enrolment_id=old.enrolment_id,
        training_id=old.training_id,
        series_id=old.series_id,
        serial=old.serial,
        number=facts.number,
        code=facts.verification_code,
        facts=facts.to_dict(),
        facts_hash=facts.digest(),
        is_specimen=facts.specimen,
        issued_by_id=actor_id,
        issued_at=at,
    )
    db.session.add(copy)
    db.session.flush()
    return copy
