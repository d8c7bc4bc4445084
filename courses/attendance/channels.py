"""What staff see of a meeting's codes beside the marks: on paper, sent later, on one phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courses.attendance import late_queries, phones, rules, scanning
from courses.attendance.phones import Use
from courses.attendance.rules import MeetingPlan


@dataclass(frozen=True)
class Channels:
    printed_code: str
    is_printed_on: bool
    late: int
    shared_phones: list[tuple[Use, ...]]


def channels_of(training_id: int, meeting: MeetingPlan, at: datetime) -> Channels:
    code = scanning.printed_code_of(meeting.id)
    return Channels(
        printed_code=f"{code[:4]} {code[4:]}",
        is_printed_on=rules.takes_printed_code(meeting, at),
        late=late_queries.waiting_of(training_id).get(meeting.id, 0),
        shared_phones=phones.shared_in(training_id, meeting.id),
    )
