"""Is a trainee competent, by the rules of the training? Stated here and nowhere else.

Minutes and hundredths of a score, so that nothing is rounded on the way. The default rules are
a proposal to the Dinas Sosial (90 % of the lesson minutes, both days, post-test and work plan
at least 70,00, commitment signed) and stand in training.yaml.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from courses.attendance.totals import percent_of


class Need(StrEnum):
    ATTENDANCE = "attendance"
    EVERY_DAY = "every_day"
    POST_TEST = "post_test"
    WORK_PLAN = "work_plan"
    COMMITMENT = "commitment"
    WORK_REPORT = "work_report"


@dataclass(frozen=True)
class Rules:
    attendance_percent: int
    every_day: bool
    post_test_pass: int  # hundredths
    work_plan_pass: int  # hundredths
    commitment: bool
    waits_for_report: bool

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Rules:
        """Read the rules as training.yaml has them."""
        return cls(
            attendance_percent=stored["attendance_percent"],
            every_day=stored["both_days"],
            post_test_pass=stored["post_test_pass"],
            work_plan_pass=stored["work_plan_pass"],
            commitment=stored["commitment"],
            waits_for_report=stored["certificate_waits_for_report"],
        )


@dataclass(frozen=True)
class Evidence:
    """What is known about one trainee at one moment; scores in hundredths, None: not there."""

    attended_minutes: int
    lesson_minutes: int
    days_present: int
    days: int
    unmarked_meetings: int
    pre_test: int | None
    post_test: int | None
    module_scores: Mapping[str, int]  # module code -> best score of its quiz
    work_plan: int | None
    work_plan_accepted: bool
    commitment_signed: bool
    work_report_accepted: bool = False
    post_test_waits: bool = False  # not passed so far, and an attempt waits for a mark
    topic_minutes: Mapping[str, int] = field(default_factory=dict)  # module code -> attended
    practice: int | None = None  # the observation in force
    module_quizzes: int = 0  # how many modules have one

    def to_dict(self) -> dict[str, Any]:
        mappings = ("module_scores", "topic_minutes")
        return asdict(self) | {name: dict(getattr(self, name)) for name in mappings}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Evidence:
        return cls(**stored)

    def digest(self) -> str:
        """SHA-256 of the canonical JSON: equal evidence, equal digest."""
        body = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """A field of the evidence that is no longer what it was."""

    name: str
    before: Any
    now: Any


def changes(before: Evidence, now: Evidence) -> tuple[Change, ...]:
    """What differs, each thing once: minutes of topics only where their sum is the same."""
    found = [
        Change(each.name, getattr(before, each.name), getattr(now, each.name))
        for each in fields(Evidence)
        if getattr(before, each.name) != getattr(now, each.name)
    ]
    names = {change.name for change in found}
    if names & {"attended_minutes", "lesson_minutes"}:
        names.discard("topic_minutes")
    return tuple(change for change in found if change.name in names)


@dataclass(frozen=True)
class Requirement:
    """One need, met or not, with the numbers that say why.

    `have` of `out_of` against `want`: minutes of lesson minutes against percent for attendance,
    days against days, hundredths against hundredths for scores.
    """

    need: Need
    is_met: bool
    have: int | None = None
    want: int | None = None
    out_of: int | None = None
    is_waiting: bool = False  # for others: there is nothing the trainee can do

    @property
    def percent(self) -> int:
        """`have` of `out_of`, as attendance shows it on its own pages."""
        return percent_of(self.have or 0, self.out_of or 0)

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "need": self.need.value}


def requirements(evidence: Evidence, rules: Rules) -> tuple[Requirement, ...]:
    """Every requirement the rules make, in the order a trainee meets them."""
    attended, total = evidence.attended_minutes, evidence.lesson_minutes
    enough = total > 0 and attended * 100 >= rules.attendance_percent * total
    found = [
        Requirement(Need.ATTENDANCE, enough, attended, rules.attendance_percent, total),
    ]
    if rules.every_day:
        every = evidence.days_present >= evidence.days
        found.append(Requirement(Need.EVERY_DAY, every, evidence.days_present, evidence.days))
    test = _score(Need.POST_TEST, evidence.post_test, rules.post_test_pass)
    found.append(replace(test, is_waiting=evidence.post_test_waits))
    plan = _score(Need.WORK_PLAN, evidence.work_plan, rules.work_plan_pass)
    accepted = plan.is_met and evidence.work_plan_accepted
    found.append(Requirement(Need.WORK_PLAN, accepted, plan.have, plan.want))
    if rules.commitment:
        found.append(Requirement(Need.COMMITMENT, evidence.commitment_signed))
    if rules.waits_for_report:
        found.append(Requirement(Need.WORK_REPORT, evidence.work_report_accepted))
    return tuple(found)


def _score(need: Need, have: int | None, want: int) -> Requirement:
    return Requirement(need, have is not None and have >= want, have, want)


def missing(evidence: Evidence, rules: Rules) -> tuple[Requirement, ...]:
    """What stands between this trainee and the certificate; empty means competent."""
    return tuple(found for found in requirements(evidence, rules) if not found.is_met)
