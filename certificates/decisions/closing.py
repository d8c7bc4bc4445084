"""What decisions and certificates still wait for before a training can be closed."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _

from certificates.decisions.queries import Case, cases
from certificates.document.facts import CertificateKind
from certificates.register import queries as register
from certificates.register import standing
from certificates.register.awaiting import awaiting
from certificates.register.queries import Entry
from certificates.register.rules import State
from courses.trainings.models import Training
from lms import clock
from lms.panels import Blocker, Context


def blockers(context: Context) -> list[Blocker]:
    training = context.training
    found = cases(training)
    due = awaiting(found, training)
    waiting = (
        (
            _("Kehadiran belum diisi"),
            _names(case for case in found if case.evidence.unmarked_meetings),
            "attendance.board",
        ),
        (
            _("Belum diputuskan, atau buktinya berubah sesudah diputuskan"),
            _names(case for case in found if not case.is_decided),
            "decisions.board",
        ),
        (
            _("Kompeten, tetapi sertifikatnya belum terbit"),
            _names(paper.case for paper in due if paper.kind is CertificateKind.COMPETENCE),
            "decisions.board",
        ),
        (
            _("Belum kompeten, tetapi surat keterangannya belum terbit"),
            _names(paper.case for paper in due if paper.kind is CertificateKind.ATTENDANCE),
            "decisions.board",
        ),
        *_of_papers(training),
    )
    return [
        Blocker(title, names, url_for(endpoint, code=training.code))
        for title, names, endpoint in waiting
        if names
    ]


def _of_papers(training: Training) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    entries = register.register_of(training.id)
    states = standing.of_all(training, entries, clock.now())
    suspended = [each for each in entries if states[each.certificate.id] is State.SUSPENDED]
    unmade = [each for each in entries if each.is_current and not each.file]
    words = _("Sertifikat atau surat keterangannya ditangguhkan: perbaiki buktinya, atau cabut")
    return (
        (_("Berkas sertifikat belum selesai dibuat"), _holders(unmade), "register.overview"),
        (words, _holders(suspended), "register.overview"),
    )


def _names(found: Iterable[Case]) -> tuple[str, ...]:
    return tuple(case.name for case in found)


def _holders(found: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.facts.recipient_name for entry in found)
