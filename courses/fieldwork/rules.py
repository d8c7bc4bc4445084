"""What a work plan consists of, when it is complete, and how its state may change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from lms.words import N_, Words

MAX_ACTIVITIES = 10
PER_DISTRICT = "pasangan"  # rules.work_plan_per: one plan for all of a kabupaten/kota


class PlanState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


ALLOWED: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SENT}),
    PlanState.SENT: frozenset({PlanState.RETURNED, PlanState.ACCEPTED}),
    PlanState.RETURNED: frozenset({PlanState.SENT}),
    PlanState.ACCEPTED: frozenset(),
}


def may_become(state: PlanState, following: PlanState) -> bool:
    return following in ALLOWED[state]


def is_editable(state: PlanState) -> bool:
    """A plan can be written as long as it may still be handed in."""
    return may_become(state, PlanState.SENT)


class Program(StrEnum):
    HOUSE_REPAIR = "rs-rtlh"
    ENTERPRISE = "uep-p"
    FOOD = "sembako"
    OTHER = "lainnya"


@dataclass(frozen=True)
class Activity:
    """One line of the plan. `parties`, `support` and `risk` may stay empty."""

    activity: str = ""
    program: str = ""
    target: str = ""
    indicator: str = ""
    place: str = ""
    period: str = ""
    parties: str = ""
    support: str = ""
    risk: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(asdict(self).values())


@dataclass(frozen=True)
class Plan:
    """The whole plan, its activities as they stand on the page, blank rows among them."""

    goal: str = ""
    roles: str = ""  # who does what: the assistant, the district's officer
    activities: tuple[Activity, ...] = (Activity(),)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"activities": [asdict(activity) for activity in self.activities]}

    def without_blanks(self) -> Plan:
        kept = tuple(activity for activity in self.activities if not activity.is_blank)
        return Plan(self.goal, self.roles, kept)


def plan_from(stored: Mapping[str, Any]) -> Plan:
    """Read a stored plan; what it does not hold is empty."""
    names = [field.name for field in fields(Activity)]
    activities = tuple(
        Activity(**{name: str(row.get(name, "")) for name in names})
        for row in stored.get("activities", [])
    )
    goal, roles = str(stored.get("goal", "")), str(stored.get("roles", ""))
    return Plan(goal, roles, activities or (Activity(),))


@dataclass(frozen=True)
class Problem:
    """Something to mend before the plan can be handed in; `row` counts from 0, None is no row."""

    row: int | None
    field: str
    words: Words


NEEDED: Mapping[str, Words] = {
    "activity": N_("Kegiatan %(number)s: tulis nama kegiatannya."),
    "program": N_("Kegiatan %(number)s: pilih programnya."),
    "target": N_("Kegiatan %(number)s: tulis sasarannya."),
    "indicator": N_("Kegiatan %(number)s: tulis indikator keberhasilannya."),
    "place": N_("Kegiatan %(number)s: tulis tempatnya."),
    "period": N_("Kegiatan %(number)s: tulis waktunya."),
}


def missing(activity: Activity) -> list[str]:
    """The fields without which nobody could carry the activity out or check it."""
    return [field for field in NEEDED if not getattr(activity, field)]


def problems(plan: Plan) -> list[Problem]:
    """What keeps the plan from being handed in: no goal, no activity, or one half filled in.

    Blank rows are passed over, unless there is no other.
    """
    found = [] if plan.goal else [Problem(None, "goal", N_("Tulis tujuan rencana kerja."))]
    has_any = any(not activity.is_blank for activity in plan.activities)
    for row, activity in enumerate(plan.activities):
        if has_any and activity.is_blank:
            continue
        found += [
            Problem(row, field, Words(NEEDED[field].text, {"number": row + 1}))
            for field in missing(activity)
        ]
    return found


# A NIK however it is grouped: 16 digits with nothing but single spaces, dots or dashes between.
PERSONAL_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[ .\-]?[0-9]){15}(?![0-9])")


def personal_numbers(plan: Plan) -> list[str]:
    """The 16-digit numbers in the plan: most likely somebody's NIK, which has no place there."""
    texts = [plan.goal, plan.roles]
    for activity in plan.activities:
        texts.extend(asdict(activity).values())
    return [match.group() for text in texts for match in PERSONAL_NUMBER.finditer(text)]
