"""The decision list: every trainee with evidence, verdict and certificate."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from certificates.decisions.eligibility import (
    Change,
    Evidence,
    Requirement,
    Rules,
    changes,
    missing,
    requirements,
)
from certificates.decisions.evidence import gather_all
from certificates.decisions.models import Decision, Verdict
from courses.trainings.models import Enrolment, Role, Training
from lms.db import db
from lms.people.models import Person

_SEATS = (
    sa.select(
        Enrolment.id, Person.name, Enrolment.element, Enrolment.region_code, Enrolment.institution
    )
    .join(Person, Person.id == Enrolment.person_id)
    .where(
        Enrolment.training_id == sa.bindparam("training_id"),
        Enrolment.role == Role.TRAINEE,
        Enrolment.withdrawn_at.is_(None),
    )
    .order_by(Enrolment.region_code.is_(None), Enrolment.region_code, Person.name_key, Enrolment.id)
)
_newest = (
    sa.select(Decision.enrolment_id, sa.func.max(Decision.sequence).label("sequence"))
    .group_by(Decision.enrolment_id)
    .subquery()
)
_IN_FORCE = (
    sa.select(Decision)
    .join(
        _newest,
        sa.and_(
            _newest.c.enrolment_id == Decision.enrolment_id,
            _newest.c.sequence == Decision.sequence,
        ),
    )
    .join(Enrolment, Enrolment.id == Decision.enrolment_id)
    .where(Enrolment.training_id == sa.bindparam("training_id"))
)


@dataclass(frozen=True)
class Case:
    """A trainee as the decider sees one: what is there, what is missing, what was decided."""

    seat: int
    name: str
    element: str
    region_code: str | None
    institution: str
    evidence: Evidence
    requirements: tuple[Requirement, ...]
    missing: tuple[Requirement, ...]
    decision: Decision | None

    @property
    def is_eligible(self) -> bool:
        return not self.missing

    @property
    def is_stale(self) -> bool:
        """The evidence is no longer what was decided upon."""
        decision = self.decision
        return decision is not None and decision.evidence_hash != self.evidence.digest()

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was added or corrected since the decision."""
        if self.decision is None:
            return ()
        return changes(Evidence.from_dict(self.decision.evidence), self.evidence)

    @property
    def is_decided(self) -> bool:
        return self.decision is not None and not self.is_stale

    @property
    def decision_id(self) -> int | None:
        return None if self.decision is None else self.decision.id

    @property
    def is_competent(self) -> bool:
        decided = self.decision is not None and self.decision.verdict is Verdict.COMPETENT
        return decided and not self.is_stale


def exceptions_first(found: Iterable[Case], certified: Container[int]) -> list[Case]:
    """First what contradicts itself, then who lacks something, then who is ready, then the rest.

    A decision contradicts itself where its evidence has changed since, and where the certificate
    of who is no longer competent is still valid.
    """

    def place(case: Case) -> tuple[bool, bool, bool]:
        is_overturned = case.seat in certified and not case.is_competent
        return not (case.is_stale or is_overturned), case.is_eligible, case.is_decided

    return sorted(found, key=place)


def decisions_in_force(training_id: int) -> dict[int, Decision]:
    rows = db.session.scalars(_IN_FORCE, {"training_id": training_id})
    return {decision.enrolment_id: decision for decision in rows}


def decider_of(decision: Decision | None) -> str:
    if decision is None:
        return ""
    found = sa.select(Person.name).where(Person.id == decision.decided_by_id)
    return db.session.scalars(found).one()


def cases(training: Training) -> list[Case]:
    """All trainees, in as many statements for 5 as for 200."""
    rules = Rules.of(training.rules)
    evidence = gather_all(training)
    decisions = decisions_in_force(training.id)
    return [
        Case(
            seat=row.id,
            name=row.name,
            element=row.element or "",
            region_code=row.region_code,
            institution=row.institution,
            evidence=evidence[row.id],
            requirements=requirements(evidence[row.id], rules),
            missing=missing(evidence[row.id], rules),
            decision=decisions.get(row.id),
        )
        for row in db.session.execute(_SEATS, {"training_id": training.id})
    ]
