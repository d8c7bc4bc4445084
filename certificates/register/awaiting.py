"""Whom the next issue is for, and with which paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from certificates.decisions.models import Decision
from certificates.decisions.queries import Case
from certificates.document.facts import CertificateKind
from certificates.register import queries
from certificates.register.entitlement import is_held, paper_of
from courses.trainings.models import Training


@dataclass(frozen=True)
class Due:
    """Somebody's next paper."""

    case: Case
    decision: Decision
    kind: CertificateKind


def awaiting(found: Iterable[Case], training: Training) -> list[Due]:
    """What the next issue is for: first the certificates, then those of attendance."""
    held, spent = queries.held_papers(training.id), queries.spent_decisions(training.id)
    return due(found, held, spent, gives_attendance=gives_attendance(training))


def due(
    found: Iterable[Case],
    held: Mapping[int, AbstractSet[CertificateKind]],
    spent: AbstractSet[int],
    *,
    gives_attendance: bool,
) -> list[Due]:
    """Who was decided upon today's evidence and has no paper from that decision."""
    papers = []
    for case in found:
        decision = case.decision
        if decision is None or case.is_stale or decision.id in spent:
            continue
        kind = paper_from(decision, gives_attendance=gives_attendance)
        if kind is not None and not is_held(kind, held.get(case.seat, frozenset())):
            papers.append(Due(case, decision, kind))
    return sorted(papers, key=lambda paper: paper.kind is CertificateKind.ATTENDANCE)


def digest(papers: Iterable[Due], *, template_version: int, is_real: bool) -> str:
    """By which the press knows that it means the list that the page showed."""
    lines = [f"{template_version}:{is_real}"]
    lines += [f"{each.decision.id}:{each.kind}:{each.case.name}" for each in papers]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def gives_attendance(training: Training) -> bool:
    return bool(training.certificate.get("attendance"))


def paper_from(decision: Decision, *, gives_attendance: bool) -> CertificateKind | None:
    days = decision.evidence.get("days_present", 0)
    return paper_of(decision.verdict, days, gives_attendance=gives_attendance)
