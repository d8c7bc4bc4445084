"""Gathers what phone, tap and paper say, for every person of every meeting of a training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from courses.attendance import paper_queries
from courses.attendance.models import AttendanceMark, LateScan, LateScanVerdict, PaperLine, Source
from courses.attendance.paper_queries import SheetSeat
from courses.attendance.queries import Trainee
from courses.attendance.reconciling import (
    PRESENT,
    Channel,
    Contradiction,
    Evidence,
    Read,
    Said,
    contradictions,
)
from courses.attendance.rules import MeetingPlan
from courses.trainings.models import Meeting
from lms.db import UTCDateTime, db

CHANNELS = {
    Source.CODE: Channel.PHONE,
    Source.PRINTED: Channel.PHONE,
    Source.SENT_LATER: Channel.PHONE,
    Source.HAND: Channel.TAP,
    Source.EXCUSE: Channel.TAP,
    Source.SETTLED: Channel.SETTLED,
}
_LATE, _PAPER = "late", "paper"
# What staff refused is no evidence; what waits, or was let count beside an older mark, is.
_LATE_ROWS = (
    sa.select(
        LateScan.meeting_id,
        LateScan.enrolment_id,
        sa.literal(_LATE).label("source"),
        sa.literal(PRESENT).label("says"),
        LateScan.received_at.label("at"),
        LateScan.id.label("sequence"),
        LateScan.shown_at.label("arrived_at"),
    )
    .join(Meeting, Meeting.id == LateScan.meeting_id)
    .outerjoin(LateScanVerdict, LateScanVerdict.late_scan_id == LateScan.id)
    .where(
        Meeting.training_id == sa.bindparam("training_id"),
        sa.func.coalesce(LateScanVerdict.is_accepted, sa.true()),
    )
)
_MARK_ROWS = (
    sa.select(
        AttendanceMark.meeting_id,
        AttendanceMark.enrolment_id,
        sa.type_coerce(AttendanceMark.source, sa.String),
        sa.type_coerce(AttendanceMark.status, sa.String),
        AttendanceMark.recorded_at,
        AttendanceMark.sequence,
        AttendanceMark.arrived_at,
    )
    .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
    .where(Meeting.training_id == sa.bindparam("training_id"))
)
_PAPER_ROWS = (
    sa.select(
        PaperLine.meeting_id,
        PaperLine.enrolment_id,
        sa.literal(_PAPER),
        sa.type_coerce(PaperLine.signature, sa.String),
        PaperLine.recorded_at,
        PaperLine.sequence,
        sa.cast(sa.null(), UTCDateTime()),
    )
    .join(Meeting, Meeting.id == PaperLine.meeting_id)
    .where(Meeting.training_id == sa.bindparam("training_id"))
)
# In one statement, for the page of a meeting only counts. The newest of each channel comes last.
_ROWS: sa.CompoundSelect[*tuple[Any, ...]] = sa.union_all(
    _LATE_ROWS, _MARK_ROWS, _PAPER_ROWS
).order_by("sequence")


@dataclass(frozen=True)
class Seen:
    """Which mark, paper line and late code a page showed; 0 for none."""

    mark: int = 0
    line: int = 0
    late: int = 0

    def __str__(self) -> str:
        return f"{self.mark}.{self.line}.{self.late}"


@dataclass(frozen=True)
class Case:
    """One person in one meeting."""

    seat: SheetSeat
    evidence: Evidence
    seen: Seen
    found: tuple[Contradiction, ...]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person; who left the list is only shown."""
        return bool(self.found) and not self.seat.is_withdrawn

    @property
    def is_empty(self) -> bool:
        return self.evidence == Evidence()

    @property
    def is_settled(self) -> bool:
        return self.evidence.settled is not None and not self.found


Gathered = dict[tuple[int, int], tuple[Evidence, Seen]]


def cases_of(training_id: int, meetings: Sequence[MeetingPlan]) -> dict[int, list[Case]]:
    """By meeting id, everyone in the order of the sheet; as many statements for 200 as for five."""
    gathered = _gathered(training_id)
    seats = paper_queries.seats_of(training_id)
    return {meeting.id: [_case(meeting, seat, gathered) for seat in seats] for meeting in meetings}


def case_of(training_id: int, meeting: MeetingPlan, enrolment_id: int) -> Case | None:
    cases = cases_of(training_id, [meeting])[meeting.id]
    return next((case for case in cases if case.seat.enrolment_id == enrolment_id), None)


def count_open(training_id: int, meeting: MeetingPlan, trainees: Iterable[Trainee]) -> int:
    """How many of these people wait for a decision."""
    gathered = _gathered(training_id)
    found = (gathered.get((meeting.id, trainee.enrolment_id)) for trainee in trainees)
    return sum(bool(each and contradictions(meeting, each[0])) for each in found)


def _case(meeting: MeetingPlan, seat: SheetSeat, gathered: Gathered) -> Case:
    evidence, seen = gathered.get((meeting.id, seat.enrolment_id), (Evidence(), Seen()))
    return Case(seat, evidence, seen, contradictions(meeting, evidence))


def _gathered(training_id: int) -> Gathered:
    found: Gathered = defaultdict(lambda: (Evidence(), Seen()))
    rows: Iterable[Any] = db.session.execute(_ROWS, {"training_id": training_id})
    for meeting_id, enrolment_id, *row in rows:
        key = (meeting_id, enrolment_id)
        found[key] = _with(*found[key], *row)
    return dict(found)


def _with(
    evidence: Evidence,
    seen: Seen,
    source: str,
    says: str,
    at: datetime,
    sequence: int,
    arrived_at: datetime | None,
) -> tuple[Evidence, Seen]:
    if source == _PAPER:
        return replace(evidence, paper=Read(says, at)), replace(seen, line=sequence)
    if source == _LATE:
        phone = evidence.phone or Said(says, at, 0, arrived_at)  # a mark says more
        return replace(evidence, phone=phone), replace(seen, late=sequence)
    channel: dict[str, Any] = {CHANNELS[Source(source)].value: Said(says, at, sequence, arrived_at)}
    return replace(evidence, **channel), replace(seen, mark=sequence)
