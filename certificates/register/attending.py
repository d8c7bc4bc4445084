"""From the facts of a certificate to those of a certificate of attendance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from certificates.document.facts import CertificateFacts, CertificateKind, Marks
from lms.i18n import lesson_hundredths


def as_attendance(
    facts: CertificateFacts, evidence: Mapping[str, Any], minutes_each: int
) -> CertificateFacts:
    """The same event and person, with what was attended in place of every mark.

    `evidence` is that of the decision; `minutes_each` of one lesson hour.
    """
    minutes = evidence["topic_minutes"]
    lines = tuple(
        replace(
            line,
            score_hundredths=None,
            attended_hundredths=lesson_hundredths(minutes.get(line.code, 0), minutes_each),
        )
        for line in facts.modules
    )
    return replace(
        facts,
        kind=CertificateKind.ATTENDANCE,
        marks=Marks(),
        predicate=None,
        modules=lines,
        attended_hundredths=lesson_hundredths(evidence["attended_minutes"], minutes_each),
    )
