"""From training, recipient and decision to the facts that are frozen and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from certificates.decisions.eligibility import Evidence
from certificates.decisions.marks import final_mark
from certificates.decisions.models import Decision
from certificates.document.facts import (
    CertificateFacts,
    CertificateKind,
    Marks,
    ModuleLine,
    Signatory,
)
from certificates.register.attending import as_attendance
from certificates.register.entitlement import kind_of
from certificates.register.schema import Printing, SignatoryEntry
from certificates.template.queries import Template
from certificates.template.rules import last_day
from courses.catalogue.models import Module
from courses.trainings.models import Training
from lms.people.regions import BY_CODE, PROVINCE


@dataclass(frozen=True)
class Recipient:
    name: str
    nip: str | None
    position: str
    institution: str
    region_code: str | None


def lesson_hours_of(modules: Iterable[Module]) -> int:
    """What the certificate says the training has, taught and studied alone."""
    return sum(module.lesson_hours for module in modules)


def compose_facts(  # noqa: PLR0913 - the facts of a certificate come from that many places
    training: Training,
    template: Template,
    recipient: Recipient,
    decision: Decision,
    modules: Sequence[Module],
    *,
    number: str,
    code: str,
    public_url: str,
    day: date,
    signer: str,
) -> CertificateFacts:
    """Of the certificate, or of the certificate of attendance: that follows from the verdict."""
    kind, evidence = kind_of(decision.verdict), decision.evidence
    settings = template.settings.of(kind)
    final = final_mark(Evidence.from_dict(evidence), decision.rules)
    if not settings.printing.predicate:
        final = None
    lines = tuple(
        ModuleLine(
            code=module.code,
            title=module.title,
            lesson_hours=module.lesson_hours,
            score_hundredths=evidence["module_scores"].get(module.code),
        )
        for module in modules
    )
    facts = CertificateFacts(
        specimen=not signer,
        signer=signer,
        heading_lines=settings.heading,
        title=settings.title,
        number=number,
        recipient_name=recipient.name,
        recipient_nip=recipient.nip if settings.printing.nip else None,
        position=recipient.position or None,
        institution=recipient.institution or training.organiser,
        region_name=BY_CODE[recipient.region_code or PROVINCE].name,
        statement=settings.statement,
        event_kind=training.kind,
        event_title=training.title,
        venue=training.venue,
        city=training.city,
        day_first=training.first_day,
        day_last=training.last_day,
        lesson_hours=lesson_hours_of(modules),
        place=settings.place,
        issued_on=day,
        signatory=_signatory(settings.signatory, settings.printing),
        valid_until=last_day(day, settings.valid_years),
        template_version=template.version,
        logo=template.logo,
        verification_url=f"{public_url}/v/{code}",
        verification_code=code,
        modules=lines,
        predicate=final.predicate if final else None,
        marks=Marks(
            post_test=evidence["post_test"],
            work_plan=evidence["work_plan"],
            final=final.hundredths if final else None,
        ),
    )
    if kind is CertificateKind.ATTENDANCE:
        return as_attendance(facts, evidence, training.minutes_per_lesson_hour)
    return facts


def _signatory(entry: SignatoryEntry, printing: Printing) -> Signatory:
    """What the office leaves off its papers is not frozen either."""
    return Signatory(
        name=entry.name,
        post=entry.post,
        acting=entry.acting and printing.acting,
        front_title=(entry.front_title or None) if printing.titles else None,
        back_title=(entry.back_title or None) if printing.titles else None,
        nip=(entry.nip or None) if printing.nip else None,
        rank=(entry.rank or None) if printing.rank else None,
    )
