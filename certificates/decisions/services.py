"""Deciding: evidence is gathered again under the lock and frozen with rules and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from certificates.decisions.eligibility import Evidence, Rules, missing
from certificates.decisions.models import Decision, Verdict
from courses.trainings.models import Enrolment, Training
from lms import audit
from lms.db import db
from lms.errors import DomainError


class EvidenceChangedError(DomainError):
    """Somebody added or corrected a fact between the look and the decision."""


class NotEligibleError(DomainError):
    """The rules do not allow the verdict that was asked for."""


class OwnCaseError(DomainError):
    """Nobody decides about themselves."""

    status = 403


@dataclass(frozen=True)
class Ruling:
    """What the decider says: the verdict, the evidence it was said upon, and why."""

    verdict: Verdict
    shown: str  # digest of the evidence on the page
    note: str = ""


def decide(
    training: Training,
    seat: int,
    evidence: Evidence,
    ruling: Ruling,
    *,
    actor_id: int,
    at: datetime,
) -> Decision:
    """Record a verdict. Must run inside `transaction()` with evidence gathered there.

    The rules alone open the way to "competent"; "not yet" may also be decided, with a note,
    about someone who meets them.
    """
    if _is_own(seat, actor_id):
        raise OwnCaseError(
            _("Anda tidak dapat memutuskan kompetensi Anda sendiri. Minta panitia lain.")
        )
    if evidence.digest() != ruling.shown:
        raise EvidenceChangedError(
            _("Bukti berubah sejak halaman ini dibuka. Periksa lagi, lalu putuskan.")
        )
    lacking = missing(evidence, Rules.of(training.rules))
    if ruling.verdict is Verdict.COMPETENT and lacking:
        raise NotEligibleError(_("Masih ada syarat yang belum terpenuhi."))
    if ruling.verdict is Verdict.NOT_YET and not lacking and not ruling.note:
        raise NotEligibleError(
            _("Semua syarat terpenuhi. Tulis alasan bila tetap memutuskan belum kompeten.")
        )
    last = sa.select(sa.func.max(Decision.sequence)).where(Decision.enrolment_id == seat)
    decision = Decision(
        enrolment_id=seat,
        sequence=(db.session.scalar(last) or 0) + 1,
        verdict=ruling.verdict,
        evidence=evidence.to_dict(),
        evidence_hash=ruling.shown,
        rules=dict(training.rules),
        rules_version=training.rules_version,
        missing=[requirement.to_dict() for requirement in lacking],
        note=ruling.note,
        decided_by_id=actor_id,
        decided_at=at,
    )
    db.session.add(decision)
    audit.record(
        "decision.made",
        decision,
        actor_id=actor_id,
        training_id=training.id,
        reason=ruling.note,
        verdict=ruling.verdict.value,
        evidence_hash=decision.evidence_hash,
        enrolment_id=seat,
    )
    return decision


def _is_own(seat: int, actor_id: int) -> bool:
    own = sa.select(Enrolment.id).where(Enrolment.id == seat, Enrolment.person_id == actor_id)
    return db.session.scalar(own) is not None
