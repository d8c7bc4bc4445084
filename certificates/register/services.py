"""Issuing and revoking. A number is taken, used and frozen in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from certificates.decisions.models import Decision
from certificates.document.facts import CertificateFacts
from certificates.register.awaiting import paper_from
from certificates.register.chain import (
    hold,
    is_replaced,
    is_spent,
    next_turn,
    valid_paper,
)
from certificates.register.codes import free_code
from certificates.register.composing import Recipient, compose_facts, lesson_hours_of
from certificates.register.models import (
    Certificate,
    IssueBatch,
    Revocation,
    Series,
)
from certificates.register.numbers import certificate_number
from certificates.register.schema import CertificateSettings
from certificates.template.queries import in_force
from courses.catalogue.models import Module
from courses.trainings.models import Enrolment, Training
from lms import audit, jobs
from lms.db import db
from lms.errors import DomainError
from lms.i18n import local_date
from lms.people.models import Person

RENDER = "certificates.render"


class NotDecidedError(DomainError):
    """This decision opens no way to a paper."""


class AlreadyRevokedError(DomainError):
    pass


class ReplacedError(DomainError):
    """There is a newer print of the same number, and that is the one that counts."""


class NumberTakenError(DomainError):
    """Two series write the same number: only the template can tell them apart."""


class ReasonMissingError(DomainError):
    """Everybody who scans a revoked certificate reads why."""


def issue(
    training: Training,
    decisions: Iterable[Decision],
    *,
    public_url: str,
    is_specimen: bool,
    actor_id: int,
    at: datetime,
) -> list[Certificate]:
    """Give each decision its paper and queue the rendering. Inside `transaction()`.

    Who already has a valid one keeps it: asking twice gives the same one. A failure undoes the
    counters with everything else, so no series has a gap.
    """
    template, day = in_force(training), local_date(at)
    modules = modules_of(training.curriculum_id)
    batch = IssueBatch(training_id=training.id, issued_by_id=actor_id, issued_at=at)
    issued = []
    for decision in decisions:
        kind = paper_from(decision, gives_attendance=template.settings.attendance is not None)
        if kind is None:
            raise NotDecidedError(_("Peserta ini belum diputuskan kompeten."))
        settings = template.settings.of(kind)
        existing = valid_paper(decision.enrolment_id, kind)
        if existing is not None:
            issued.append(existing)
            continue
        if is_spent(decision.id):
            raise NotDecidedError(
                _("Sertifikat dari keputusan ini sudah dicabut. Putuskan lagi lebih dahulu.")
            )
        series = _series(settings.series, day.year)
        series.last_serial += 1
        number, code = _free_number(settings, series, day), free_code()
        facts = compose_facts(
            training,
            template,
            recipient_of(decision.enrolment_id),
            decision,
            modules,
            number=number,
            code=code,
            public_url=public_url,
            day=day,
            signer="" if is_specimen else settings.signer.value,
        )
        if batch.id is None:
            db.session.add(batch)
            db.session.flush()  # certificates need its id
        issued.append(_freeze(training, decision, series, facts, batch=batch))
    return issued


def _freeze(
    training: Training,
    decision: Decision,
    series: Series,
    facts: CertificateFacts,
    *,
    batch: IssueBatch,
) -> Certificate:
    certificate = Certificate(
        kind=facts.kind,
        batch_id=batch.id,
        decision_id=decision.id,
        turn=next_turn(decision.id),
        enrolment_id=decision.enrolment_id,
        training_id=training.id,
        series_id=series.id,
        serial=series.last_serial,
        number=facts.number,
        code=facts.verification_code,
        facts=facts.to_dict(),
        facts_hash=facts.digest(),
        is_specimen=facts.specimen,
        issued_by_id=batch.issued_by_id,
        issued_at=batch.issued_at,
    )
    db.session.add(certificate)
    audit.record(
        "certificate.issued",
        certificate,
        actor_id=batch.issued_by_id,
        training_id=training.id,
        number=certificate.number,
        facts_hash=certificate.facts_hash,
    )
    jobs.enqueue(RENDER, certificate_id=certificate.id)
    return certificate


def _series(name: str, year: int) -> Series:
    statement = sa.select(Series).where(Series.name == name, Series.year == year)
    series = db.session.scalar(statement)
    if series is None:
        series = Series(name=name, year=year, last_serial=0)
        db.session.add(series)
        db.session.flush()  # certificates need its id
    return series


def _free_number(settings: CertificateSettings, series: Series, day: date) -> str:
    number = certificate_number(settings, series.last_serial, day)
    if db.session.scalar(sa.select(Certificate.id).where(Certificate.number == number)):
        raise NumberTakenError(
            _(
                "Nomor %(number)s sudah dipakai sertifikat lain, jadi belum ada yang terbit. Ubah "
                "kode kegiatan di templat sertifikat, atau pakai deret nomor yang sama.",
                number=number,
            )
        )
    return number


def next_serial(name: str, day: date) -> int:
    """The serial the next certificate would get, for the page that asks to confirm."""
    last = sa.select(Series.last_serial).where(Series.name == name, Series.year == day.year)
    return (db.session.scalar(last) or 0) + 1


def printed_minutes(training: Training) -> int:
    """The lesson hours that a certificate names, as attendance counts them."""
    hours = lesson_hours_of(modules_of(training.curriculum_id))
    return hours * training.minutes_per_lesson_hour


def modules_of(curriculum_id: int) -> Sequence[Module]:
    found = sa.select(Module).where(Module.curriculum_id == curriculum_id)
    return db.session.scalars(found.order_by(Module.position)).all()


def recipient_of(seat: int) -> Recipient:
    found = sa.select(Person, Enrolment).join(Enrolment, Enrolment.person_id == Person.id)
    person, enrolment = db.session.execute(found.where(Enrolment.id == seat)).one()
    return Recipient(
        name=person.name,
        nip=person.nip,
        position=enrolment.position,
        institution=enrolment.institution,
        region_code=enrolment.region_code,
    )


def revoke(certificate: Certificate, *, reason: str, actor_id: int, at: datetime) -> Revocation:
    """Revoke for good: the number stays used, the page says when and why. Inside
    `transaction()`."""
    if not reason.strip():
        raise ReasonMissingError(_("Tulis alasan pencabutan."))
    hold([certificate.id])
    statement = sa.select(Revocation).where(Revocation.certificate_id == certificate.id)
    if db.session.scalar(statement) is not None:
        raise AlreadyRevokedError(_("Sertifikat ini sudah dicabut."))
    if is_replaced(certificate.id):
        raise ReplacedError(_("Sertifikat ini sudah digantikan. Cabut cetak ulangnya."))
    revocation = Revocation(
        certificate_id=certificate.id, reason=reason, revoked_by_id=actor_id, revoked_at=at
    )
    db.session.add(revocation)
    audit.record(
        "certificate.revoked",
        certificate,
        actor_id=actor_id,
        training_id=certificate.training_id,
        reason=reason,
        number=certificate.number,
    )
    return revocation
