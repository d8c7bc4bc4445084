"""Which paper a decision opens the way to, and whether it is due. Stated here and nowhere else.

Competent: the certificate. Not yet competent, but there at least once: the certificate of
attendance, where the office gives one. Who never came gets neither. What was earned stays: a
later "competent" brings the certificate beside the certificate of attendance.
"""

from __future__ import annotations

from collections.abc import Set

from certificates.decisions.models import Verdict
from certificates.document.facts import CertificateKind


def kind_of(verdict: Verdict) -> CertificateKind:
    """The kind of the paper, if there is one at all."""
    if verdict is Verdict.COMPETENT:
        return CertificateKind.COMPETENCE
    return CertificateKind.ATTENDANCE


def paper_of(
    verdict: Verdict, days_present: int, *, gives_attendance: bool
) -> CertificateKind | None:
    """`days_present` as it was frozen with the decision: in at least one meeting of the day."""
    kind = kind_of(verdict)
    if kind is CertificateKind.ATTENDANCE and not (gives_attendance and days_present > 0):
        return None
    return kind


def is_held(kind: CertificateKind, held: Set[CertificateKind]) -> bool:
    """Whether a valid paper stands in the way of another one of this kind.

    While a certificate of competence is valid there is nothing to attest beside it, whatever was
    decided since: first it has to be revoked.
    """
    return bool(held & {kind, CertificateKind.COMPETENCE})
