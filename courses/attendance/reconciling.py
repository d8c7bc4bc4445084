"""Where phone, tap and paper contradict each other about one person in one meeting.

Nothing is chosen here. Each channel speaks with the newest it has; a contradiction stays until a
person settles it, and opens again with evidence that comes later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from courses.attendance.rules import MeetingPlan, minutes_in, whole_minute


class Channel(StrEnum):
    PHONE = "phone"  # a code: from the screen, from paper, or sent later and not refused
    TAP = "tap"  # a mark by hand, or an excuse that was granted
    PAPER = "paper"
    SETTLED = "settled"  # what a person decided when evidence contradicted before


class Conflict(StrEnum):
    PRESENCE = "presence"  # one says here, the other not here
    ABSENCE = "absence"  # both say not here, each gives another ground
    ARRIVAL = "arrival"
    SIGNED = "signed"  # signed on paper, but not here
    BLANK = "blank"  # here, but not signed on paper
    UNMARKED = "unmarked"  # signed on paper, and nobody else says anything
    UNCLEAR = "unclear"


PRESENT = "present"
SIGNED, BLANK, UNCLEAR = "signed", "blank", "unclear"


@dataclass(frozen=True)
class Said:
    """The newest mark of a channel. `sequence` orders marks; 0 is a code that is no mark yet."""

    status: str  # "present", "excused", "sick" or "absent"
    at: datetime
    sequence: int = 0
    arrived_at: datetime | None = None


@dataclass(frozen=True)
class Read:
    """The newest that was read in the person's line of the signed sheet."""

    signature: str  # "signed", "blank" or "unclear"
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """Everything there is about one person in one meeting."""

    phone: Said | None = None
    tap: Said | None = None
    paper: Read | None = None
    settled: Said | None = None


@dataclass(frozen=True)
class Contradiction:
    """Two channels that disagree; only what paper alone leaves open has one."""

    conflict: Conflict
    channels: tuple[Channel, ...]


def contradictions(meeting: MeetingPlan, evidence: Evidence) -> tuple[Contradiction, ...]:
    """All of them that nobody has settled, in the order of the channels."""
    said = _said(evidence)
    new = {channel for channel in _channels(evidence) if _is_new(channel, evidence)}
    found = [
        Contradiction(conflict, (one, other))
        for one, other in combinations(said, 2)
        if {one, other} & new and (conflict := _between(meeting, said[one], said[other]))
    ]
    paper = evidence.paper
    if paper is None:
        return tuple(found)
    if paper.signature == UNCLEAR:
        unclear = Contradiction(Conflict.UNCLEAR, (Channel.PAPER,))
        return (*found, unclear) if Channel.PAPER in new else tuple(found)
    if paper.signature == SIGNED and not said:
        return (Contradiction(Conflict.UNMARKED, (Channel.PAPER,)),)
    for channel, mark in said.items():
        is_here = mark.status == PRESENT
        if {channel, Channel.PAPER} & new and is_here != (paper.signature == SIGNED):
            conflict = Conflict.BLANK if is_here else Conflict.SIGNED
            found.append(Contradiction(conflict, (channel, Channel.PAPER)))
    return tuple(found)


def newest_at(evidence: Evidence) -> datetime | None:
    """A settlement must not be older than anything it settles, whatever the clocks say."""
    pieces = (evidence.phone, evidence.tap, evidence.paper, evidence.settled)
    return max((piece.at for piece in pieces if piece is not None), default=None)


def _said(evidence: Evidence) -> dict[Channel, Said]:
    marks = (
        (Channel.PHONE, evidence.phone),
        (Channel.TAP, evidence.tap),
        (Channel.SETTLED, evidence.settled),
    )
    return {channel: mark for channel, mark in marks if mark is not None}


def _channels(evidence: Evidence) -> Iterator[Channel]:
    yield from (channel for channel in _said(evidence) if channel is not Channel.SETTLED)
    if evidence.paper is not None:
        yield Channel.PAPER


def _is_new(channel: Channel, evidence: Evidence) -> bool:
    """Whether nobody who settled before can have seen it."""
    settled = evidence.settled
    if settled is None:
        return True
    piece = evidence.paper if channel is Channel.PAPER else _said(evidence)[channel]
    if isinstance(piece, Said) and piece.sequence:
        return piece.sequence > settled.sequence
    return piece is not None and piece.at > settled.at


def _between(meeting: MeetingPlan, one: Said, other: Said) -> Conflict | None:
    if one.status != other.status:
        return Conflict.PRESENCE if PRESENT in (one.status, other.status) else Conflict.ABSENCE
    if one.status != PRESENT:
        return None
    gap = abs(_arrival(meeting, one) - _arrival(meeting, other))
    return Conflict.ARRIVAL if minutes_in(gap) > meeting.late_after_minutes else None


def _arrival(meeting: MeetingPlan, mark: Said) -> datetime:
    """Who comes early is there when it begins, and a hand writes no earlier time."""
    arrived = mark.arrived_at or meeting.starts_at
    return whole_minute(max(arrived, meeting.starts_at))
