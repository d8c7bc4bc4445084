"""The state of certificates today, the evidence for what they say looked at again.

Nothing of it is stored: a corrected mark shows at the next request, and so does its correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from certificates.decisions import evidence
from certificates.decisions.eligibility import Evidence, Rules, missing
from certificates.decisions.models import Decision, Verdict
from certificates.decisions.queries import decisions_in_force
from certificates.document.facts import CertificateKind
from certificates.register.queries import Entry
from certificates.register.rules import State, is_suspended
from courses.trainings.models import Enrolment, Training
from lms.db import db
from lms.i18n import lesson_hundredths, local_date

_IN_FORCE = (
    sa.select(Decision, Training, Enrolment.withdrawn_at)
    .join(Enrolment, Enrolment.id == Decision.enrolment_id)
    .join(Training, Training.id == Enrolment.training_id)
    .where(Decision.enrolment_id == sa.bindparam("seat"))
    .order_by(Decision.sequence.desc())
    .limit(1)
)


def of_one(entry: Entry, at: datetime) -> State:
    suspended = False
    if entry.is_current:
        seat = entry.certificate.enrolment_id
        decision, training, withdrawn_at = db.session.execute(_IN_FORCE, {"seat": seat}).one()
        known = None
        if withdrawn_at is None and _is_looked_at(entry, decision):
            known = evidence.gather(training, seat, decision.rules)
        suspended = _no_longer_stands(entry, training, decision, known)
    return entry.state(local_date(at), is_suspended=suspended)


def of_all(training: Training, entries: Iterable[Entry], at: datetime) -> dict[int, State]:
    """By certificate, in as many statements for 5 as for 200."""
    entries, today = list(entries), local_date(at)
    suspended: set[int] = set()
    current = [entry for entry in entries if entry.is_current]
    if current:
        decisions = decisions_in_force(training.id)
        gathered = _gathered(training, decisions)
        for entry in current:
            seat = entry.certificate.enrolment_id
            decision = decisions[seat]
            known = gathered[decision.rules_version].get(seat)
            if _no_longer_stands(entry, training, decision, known):
                suspended.add(entry.certificate.id)
    return {
        entry.certificate.id: entry.state(today, is_suspended=entry.certificate.id in suspended)
        for entry in entries
    }


def _gathered(
    training: Training, decisions: Mapping[int, Decision]
) -> dict[int, dict[int, Evidence]]:
    """Once for each version of the rules that somebody was decided by: as a rule, once."""
    versions = {decision.rules_version: decision.rules for decision in decisions.values()}
    return {version: evidence.gather_all(training, rules) for version, rules in versions.items()}


def _is_looked_at(entry: Entry, decision: Decision) -> bool:
    """No evidence makes a certificate stand again whose verdict was overturned."""
    is_attendance = entry.certificate.kind is CertificateKind.ATTENDANCE
    return is_attendance or decision.verdict is Verdict.COMPETENT


def _no_longer_stands(
    entry: Entry, training: Training, decision: Decision, known: Evidence | None
) -> bool:
    """Of who left the training nothing is gathered any more: the verdict alone counts."""
    return is_suspended(
        entry.certificate.kind,
        is_competent=decision.verdict is Verdict.COMPETENT,
        lacking=() if known is None else missing(known, Rules.of(decision.rules)),
        says_too_much=known is not None and _attended(known, training) < _printed(entry),
    )


def _attended(known: Evidence, training: Training) -> int:
    return lesson_hundredths(known.attended_minutes, training.minutes_per_lesson_hour)


def _printed(entry: Entry) -> int:
    """Hundredths of a lesson hour that a certificate of attendance names."""
    return entry.facts.attended_hundredths or 0
