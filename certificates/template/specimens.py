"""A specimen by a template: the longest texts of the roster, and as many modules as wanted.

Nothing is stored and no number is used. WeasyPrint comes with the first look, not with the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from certificates.decisions.eligibility import Evidence
from certificates.decisions.models import Decision, Verdict
from certificates.document.facts import CertificateFacts, CertificateKind
from certificates.register import composing
from certificates.register import services as register
from certificates.register.numbers import certificate_number
from certificates.template import queries
from certificates.template.queries import Template
from courses.catalogue.models import Module
from courses.trainings.models import Training
from lms import files
from lms.db import let_go
from lms.errors import DomainError
from lms.i18n import say
from lms.words import InputError

CODE = "0" * 12  # no certificate has it: a code has no zero
NIP = "0" * 18
NAME = "Nama Lengkap Peserta dengan Gelar"  # while the roster is empty
VERDICTS = {
    CertificateKind.COMPETENCE: Verdict.COMPETENT,
    CertificateKind.ATTENDANCE: Verdict.NOT_YET,
}
FULL = 10_000


class UnprintableError(DomainError):
    """A text finds no room on the paper."""

    status = 422


@dataclass(frozen=True)
class Sample:
    """Which paper, with how many modules, as if it were issued on this day."""

    kind: CertificateKind
    count: int
    day: date
    public_url: str


def pdf_of(
    training: Training, template: Template, sample: Sample, picture: bytes | None = None
) -> bytes:
    """`picture` is a logo that is not kept yet. Raises UnprintableError."""
    facts = facts_of(training, template, sample)
    logo = template.logo
    let_go()  # nothing is held open while the PDF is made
    if picture is None and logo is not None:
        picture = files.store().get(logo)
    from certificates.document import renderer  # noqa: PLC0415 - heavy: only who looks pays

    try:
        return renderer.render(facts, picture)
    except InputError as error:
        raise UnprintableError(
            _("Sertifikat tidak dapat dicetak seperti ini. %(why)s", why=say(error.words))
        ) from error


def facts_of(training: Training, template: Template, sample: Sample) -> CertificateFacts:
    """As they would be frozen, but signed by nobody."""
    if sample.kind is CertificateKind.ATTENDANCE and template.settings.attendance is None:
        raise UnprintableError(_("Templat ini belum mengatur surat keterangan."))
    longest = queries.longest(training.id)
    modules = as_many(queries.modules_of(training.curriculum_id), sample.count)
    own = template.settings.of(sample.kind)
    serial = register.next_serial(own.series, sample.day)
    return composing.compose_facts(
        training,
        template,
        composing.Recipient(
            name=longest.name or NAME,
            nip=NIP,
            position=longest.position,
            institution=longest.institution,
            region_code=longest.region_code,
        ),
        _decision(training, sample.kind, modules),
        modules,
        number=certificate_number(own, serial, sample.day),
        code=CODE,
        public_url=sample.public_url,
        day=sample.day,
        signer="",
    )


def _decision(training: Training, kind: CertificateKind, modules: Sequence[Module]) -> Decision:
    """Full marks take the most room; half of each module was attended."""
    minutes = {
        module.code: module.lesson_hours * training.minutes_per_lesson_hour // 2
        for module in modules
    }
    evidence = Evidence(
        attended_minutes=sum(minutes.values()),
        lesson_minutes=2 * sum(minutes.values()),
        days_present=1,
        days=2,
        unmarked_meetings=0,
        pre_test=FULL,
        post_test=FULL,
        module_scores=dict.fromkeys(minutes, FULL),
        work_plan=FULL,
        work_plan_accepted=True,
        commitment_signed=True,
        topic_minutes=minutes,
        practice=FULL,
        module_quizzes=len(minutes),
    )
    return Decision(verdict=VERDICTS[kind], evidence=evidence.to_dict(), rules=training.rules)


def as_many(own: Sequence[Module], count: int) -> list[Module]:
    """The first of the training's modules; where it has fewer, the longest title again."""
    filler = max(own, key=lambda module: len(module.title), default=None)
    title = filler.title if filler else "Judul materi"
    more = [
        Module(code=f"CONTOH-{number:02d}", title=title, lesson_hours=2)
        for number in range(len(own) + 1, count + 1)
    ]
    return [*own[:count], *more]
