"""The list at the door: who is shown, in which order, and how all stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.attendance.queries import Trainee
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import Standing, standing_of

UNMARKED_ONLY = "belum"


@dataclass(frozen=True)
class Look:
    """What somebody wants to see of the list; empty is everybody."""

    show: str = ""
    region: str = ""
    search: str = ""


EVERYBODY = Look()


@dataclass(frozen=True)
class Line:
    trainee: Trainee
    standing: Standing
    arrived_at: datetime | None
    is_shown: bool = True

    @property
    def anchor(self) -> str:
        return anchor_of(self.trainee.enrolment_id)


def anchor_of(enrolment_id: int) -> str:
    return f"p-{enrolment_id}"


def line_of(plan: MeetingPlan, trainee: Trainee, look: Look = EVERYBODY) -> Line:
    mark = trainee.marks.get(plan.id)
    standing = standing_of(plan, mark)
    return Line(
        trainee,
        standing,
        mark.arrived_at if mark else None,
        _is_wanted(trainee, standing, look),
    )


def lines_of(plan: MeetingPlan, trainees: Iterable[Trainee], look: Look = EVERYBODY) -> list[Line]:
    """Everyone, who is missing first; who is not looked for is there too, but not shown."""
    lines = [line_of(plan, trainee, look) for trainee in trainees]
    return sorted(lines, key=lambda line: line.standing is not Standing.UNMARKED)


def counts_of(lines: Iterable[Line]) -> dict[Standing, int]:
    """All six, also those that nobody has; together they are all who are enrolled."""
    found = Counter(line.standing for line in lines)
    return {standing: found[standing] for standing in Standing}


def next_anchor(trainees: Sequence[Trainee], lines: Sequence[Line], tapped: int) -> str:
    """Where the list goes on after a tap: the next person shown who is still missing."""
    place = {trainee.enrolment_id: number for number, trainee in enumerate(trainees)}
    for line in lines:
        is_missing = line.is_shown and line.standing is Standing.UNMARKED
        if is_missing and place[line.trainee.enrolment_id] > place[tapped]:
            return line.anchor
    return anchor_of(tapped)


def _is_wanted(trainee: Trainee, standing: Standing, look: Look) -> bool:
    if look.show == UNMARKED_ONLY and standing is not Standing.UNMARKED:
        return False
    if look.region and trainee.region_code != look.region:
        return False
    return look.search.casefold() in f"{trainee.name} {trainee.institution}".casefold()
