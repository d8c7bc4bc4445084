"""What decisions and certificates still wait for before a training can be closed."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _

from certificates.decisions.queries import Case, cases
from certificates.document.facts import CertificateKind
from certificates.register import queries as register
from certificates.register.awaiting import awaiting
from lms.panels import Blocker, Context


def blockers(context: Context) -> list[Blocker]:
    training = context.training
    found = cases(training)
    unmade = [
        entry.facts.recipient_name
        for entry in register.register_of(training.id)
        if entry.is_current and not entry.file
    ]
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
        (_("Berkas sertifikat belum selesai dibuat"), tuple(unmade), "register.overview"),
    )
    return [
        Blocker(title, names, url_for(endpoint, code=training.code))
        for title, names, endpoint in waiting
        if names
    ]


def _names(found: Iterable[Case]) -> tuple[str, ...]:
    return tuple(case.name for case in found)
