"""The minutes (berita acara) of the decisions: what was frozen with each, and what is still open.

They repeat no rule: evidence, rules and what was missing are those that each decision kept. While
somebody has no decision, or one whose evidence has changed, the paper says that it is a draft.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import render_template

from certificates.decisions import queries
from certificates.decisions.eligibility import Evidence, Need, Requirement, Rules, requirements
from certificates.decisions.models import Decision, Verdict
from certificates.decisions.queries import Case
from certificates.document.facts import CertificateKind
from certificates.register import queries as register
from certificates.register.awaiting import gives_attendance, paper_from
from certificates.register.entitlement import kind_of
from courses.trainings.models import Training
from lms import audit, pdf
from lms.db import db
from lms.i18n import in_indonesian
from lms.people.models import Person
from lms.people.regions import BY_CODE

FINGERPRINT_LENGTH = 16


@dataclass(frozen=True)
class Entry:
    """One trainee whose decision stands."""

    case: Case
    decision: Decision
    decided_by: str
    opens: CertificateKind | None  # the way to this paper
    number: str | None  # of that paper, once it is issued

    @property
    def evidence(self) -> Evidence:
        return Evidence.from_dict(self.decision.evidence)

    @property
    def missing(self) -> list[Requirement]:
        return [
            Requirement(**{**stored, "need": Need(stored["need"])})
            for stored in self.decision.missing
        ]


@dataclass(frozen=True)
class Minutes:
    competent: tuple[Entry, ...]
    not_yet: tuple[Entry, ...]
    open: tuple[Case, ...]  # without a decision, or with one whose evidence has changed
    gives_attendance: bool
    rules: Rules
    rules_versions: tuple[int, ...]
    at: datetime

    @property
    def is_final(self) -> bool:
        return not self.open

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.competent + self.not_yet

    @property
    def settled_at(self) -> datetime:
        """When the last decision fell: printed a year later the paper bears the same day."""
        moments = [entry.decision.decided_at for entry in self.entries]
        return max(moments) if moments and self.is_final else self.at

    @property
    def certificates(self) -> int:
        """How many of the competent have theirs."""
        return sum(entry.number is not None for entry in self.competent)

    @property
    def attendance(self) -> int:
        return sum(entry.number is not None for entry in self.not_yet)

    @property
    def asked(self) -> tuple[Requirement, ...]:
        """The requirements themselves; nobody's evidence is looked at."""
        return requirements(_NOTHING, self.rules)

    @property
    def deciders(self) -> list[str]:
        return sorted({entry.decided_by for entry in self.entries})

    @property
    def fingerprint(self) -> str:
        """The same for the same decisions: ties a signed paper to the rows it was made of."""
        body = "".join(
            f"{entry.case.seat}:{entry.decision.sequence}:{entry.decision.verdict}:"
            f"{entry.decision.evidence_hash}\n"
            for entry in sorted(self.entries, key=lambda each: each.case.seat)
        )
        return hashlib.sha256(body.encode()).hexdigest()[:FINGERPRINT_LENGTH]


_NOTHING = Evidence(
    attended_minutes=0, lesson_minutes=0, days_present=0, days=0, unmarked_meetings=0,
    pre_test=None, post_test=None, module_scores={}, work_plan=None, work_plan_accepted=False,
    commitment_signed=False,
)  # fmt: skip


def minutes_of(training: Training, at: datetime) -> Minutes:
    cases = queries.cases(training)
    decided = [(case, case.decision) for case in cases if case.decision and not case.is_stale]
    names = _names({decision.decided_by_id for _case, decision in decided})
    numbers, gives = _numbers(training.id), gives_attendance(training)
    entries = [
        Entry(
            case=case,
            decision=decision,
            decided_by=names[decision.decided_by_id],
            opens=paper_from(decision, gives_attendance=gives),
            number=numbers.get((case.seat, kind_of(decision.verdict))),
        )
        for case, decision in decided
    ]
    return Minutes(
        competent=_with(entries, Verdict.COMPETENT),
        not_yet=_with(entries, Verdict.NOT_YET),
        open=tuple(case for case in cases if not case.is_decided),
        gives_attendance=gives,
        rules=Rules.of(training.rules),
        rules_versions=tuple(sorted({decision.rules_version for _case, decision in decided})),
        at=at,
    )


def _numbers(training_id: int) -> dict[tuple[int, CertificateKind], str]:
    """The papers that were neither taken back nor replaced."""
    return {
        (entry.certificate.enrolment_id, entry.certificate.kind): entry.certificate.number
        for entry in register.register_of(training_id)
        if entry.is_current
    }


def _with(entries: Sequence[Entry], verdict: Verdict) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.decision.verdict is verdict)


def _names(ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


@in_indonesian()
def print_minutes(training: Training, minutes: Minutes) -> bytes:
    """Takes a second or two, so never inside `transaction()`."""
    html = render_template(
        "certificates/print/minutes.html",
        training=training,
        minutes=minutes,
        heading=training.certificate.get("heading", [training.organiser]),
        place=training.certificate.get("place", training.city),
        signatory=training.certificate.get("signatory", {}),
        hour=training.minutes_per_lesson_hour,
        regions=BY_CODE,
    )
    return pdf.render_apart(html, "print/minutes.css", "pdf/ua-1")


def record_printing(training: Training, minutes: Minutes, *, actor_id: int) -> None:
    """Names and marks leave the system: keep who took which decisions."""
    audit.record(
        "minutes.printed",
        training,
        actor_id=actor_id,
        training_id=training.id,
        fingerprint=minutes.fingerprint,
        competent=len(minutes.competent),
        not_yet=len(minutes.not_yet),
        undecided=len(minutes.open),
    )
