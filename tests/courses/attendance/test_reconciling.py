"""Where phone, tap and paper contradict each other: cases at the edges, then all there can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.attendance.reconciling import (
    Channel,
    Conflict,
    Evidence,
    Read,
    Said,
    contradictions,
    newest_at,
)
from courses.attendance.rules import MeetingPlan

START = datetime(2024, 1, 31, 0, 0, tzinfo=UTC)
MEETING = MeetingPlan(
    id=1,
    key="h1-pagi",
    title="Hari 1 - pagi",
    day=START.date(),
    starts_at=START,
    ends_at=START + timedelta(hours=4),
    opens_before_minutes=30,
    late_after_minutes=15,
)


def minute(number: int, second: int = 0) -> datetime:
    return START + timedelta(minutes=number, seconds=second)


def here(arrived: int = 0, *, sequence: int = 1, at: int = 300, second: int = 0) -> Said:
    return Said("present", minute(at), sequence, minute(arrived, second))


def away(status: str = "absent", *, sequence: int = 2, at: int = 301) -> Said:
    return Said(status, minute(at), sequence)


def read(signature: str, at: int = 302) -> Read:
    return Read(signature, minute(at))


P, T, K, S = Channel.PHONE, Channel.TAP, Channel.PAPER, Channel.SETTLED
CASES = {
    "nothing at all is not filled in yet": (Evidence(), []),
    "a phone alone": (Evidence(phone=here()), []),
    "a hand alone": (Evidence(tap=away()), []),
    "a blank line alone is not filled in yet": (Evidence(paper=read("blank")), []),
    "signed, and nobody else says anything": (
        Evidence(paper=read("signed")), [(Conflict.UNMARKED, (K,))],
    ),
    "an unclear signature alone": (
        Evidence(paper=read("unclear")), [(Conflict.UNCLEAR, (K,))],
    ),
    "all three say here": (
        Evidence(here(), here(3, sequence=2), read("signed")), [],
    ),
    "phone here, paper blank": (
        Evidence(phone=here(), paper=read("blank")), [(Conflict.BLANK, (P, K))],
    ),
    "hand here, paper blank": (
        Evidence(tap=here(), paper=read("blank")), [(Conflict.BLANK, (T, K))],
    ),
    "absent and blank agree": (Evidence(tap=away(), paper=read("blank")), []),
    "sick and blank agree": (Evidence(tap=away("sick"), paper=read("blank")), []),
    "signed by somebody marked sick": (
        Evidence(tap=away("sick"), paper=read("signed")), [(Conflict.SIGNED, (T, K))],
    ),
    "signed by somebody excused": (
        Evidence(tap=away("excused"), paper=read("signed")), [(Conflict.SIGNED, (T, K))],
    ),
    "signed by somebody marked absent": (
        Evidence(tap=away(), paper=read("signed")), [(Conflict.SIGNED, (T, K))],
    ),
    "absent by hand after the phone said here": (
        Evidence(here(), away()), [(Conflict.PRESENCE, (P, T))],
    ),
    "the three disagree in two ways": (
        Evidence(here(), away(), read("signed")),
        [(Conflict.PRESENCE, (P, T)), (Conflict.SIGNED, (T, K))],
    ),
    "unclear beside a phone that says here": (
        Evidence(phone=here(), paper=read("unclear")), [(Conflict.UNCLEAR, (K,))],
    ),
    "unclear hides no other contradiction": (
        Evidence(here(), away(), read("unclear")),
        [(Conflict.PRESENCE, (P, T)), (Conflict.UNCLEAR, (K,))],
    ),
    "arrival differs by exactly the limit": (Evidence(here(0), here(15, sequence=2)), []),
    "seconds beyond the limit do not count": (
        Evidence(here(0), here(15, sequence=2, second=59)), [],
    ),
    "arrival differs by a minute more": (
        Evidence(here(0), here(16, sequence=2)), [(Conflict.ARRIVAL, (P, T))],
    ),
    "who came early was there at the beginning": (Evidence(here(-29), here(0, sequence=2)), []),
    "early counts from the beginning, not from the door": (
        Evidence(here(-29), here(16, sequence=2)), [(Conflict.ARRIVAL, (P, T))],
    ),
    "a code that waits for staff speaks for its phone": (
        Evidence(phone=here(sequence=0), tap=away(sequence=1)), [(Conflict.PRESENCE, (P, T))],
    ),
    "a waiting code and a signature agree": (
        Evidence(phone=here(sequence=0), paper=read("signed")), [],
    ),
    "settled": (Evidence(here(), away(), read("signed"), here(sequence=3, at=303)), []),
    "settled at the very moment of the last evidence": (
        Evidence(here(), away(), read("signed"), here(sequence=3, at=302)), [],
    ),
    "read again after it was settled": (
        Evidence(here(), away(), read("blank", at=304), here(sequence=3, at=303)),
        [(Conflict.BLANK, (P, K)), (Conflict.BLANK, (S, K))],
    ),
    "read again, and the settlement is borne out": (
        Evidence(here(), None, read("signed", at=304), here(sequence=3, at=303)), [],
    ),
    "a hand changed what was settled": (
        Evidence(here(), away(sequence=4), None, here(sequence=3, at=303)),
        [(Conflict.PRESENCE, (P, T)), (Conflict.PRESENCE, (T, S))],
    ),
    "a mark counts by its number, also where a clock runs slow": (
        Evidence(here(), away(sequence=4, at=1), None, here(sequence=3, at=303)),
        [(Conflict.PRESENCE, (P, T)), (Conflict.PRESENCE, (T, S))],
    ),
    "another ground than was settled": (
        Evidence(None, away("sick", sequence=4), None, away("absent", sequence=3)),
        [(Conflict.ABSENCE, (T, S))],
    ),
    "a code that came after it was settled": (
        Evidence(here(sequence=0, at=304), None, None, away(sequence=3, at=303)),
        [(Conflict.PRESENCE, (P, S))],
    ),
    "unclear was seen by who settled": (
        Evidence(None, None, read("unclear"), here(sequence=1, at=303)), [],
    ),
    "unclear again after it was settled": (
        Evidence(None, None, read("unclear", at=304), here(sequence=1, at=303)),
        [(Conflict.UNCLEAR, (K,))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_contradictions(name):
    evidence, expected = CASES[name]
    found = [(each.conflict, each.channels) for each in contradictions(MEETING, evidence)]
    assert found == expected


STATUSES = st.sampled_from(["present", "excused", "sick", "absent"])
MINUTES = st.integers(-30, 240)


@st.composite
def evidence_of(draw) -> Evidence:
    """Marks in any order, also a phone's that is none yet, paper at any time."""
    first, second = draw(st.permutations([1, 2]))
    is_mark = draw(st.booleans())
    phone = here(draw(MINUTES), sequence=first if is_mark else 0, at=draw(st.integers(0, 500)))
    status, at = draw(STATUSES), minute(draw(st.integers(0, 500)))
    arrived = minute(draw(MINUTES)) if status == "present" else None
    tap = Said(status, at, second, arrived)
    paper = read(draw(st.sampled_from(["signed", "blank", "unclear"])), draw(st.integers(0, 500)))
    return Evidence(
        phone if draw(st.booleans()) else None,
        tap if draw(st.booleans()) else None,
        paper if draw(st.booleans()) else None,
    )


def agree(one, other) -> bool:
    """Told another way than the rule does: where both put the person, and since when."""
    places = [place_of(piece) for piece in (one, other)]
    if None in places:
        return True  # unclear is no place; it is listed by itself
    if places[0] != places[1]:
        return False
    if isinstance(one, Read) or isinstance(other, Read):
        return True
    if one.status != other.status:
        return False
    since = [max(0, int((piece.arrived_at - START).total_seconds() // 60))
             for piece in (one, other) if piece.arrived_at]  # fmt: skip
    return len(since) < 2 or abs(since[0] - since[1]) <= 15


def place_of(piece) -> str | None:
    if isinstance(piece, Read):
        return {"signed": "room", "blank": "elsewhere", "unclear": None}[piece.signature]
    return "room" if piece.status == "present" else "elsewhere"


@given(evidence_of())
def test_every_disagreeing_pair_is_listed_and_no_agreeing_one(evidence):
    channels = {P: evidence.phone, T: evidence.tap, K: evidence.paper}
    pieces = {channel: piece for channel, piece in channels.items() if piece is not None}
    expected = {
        pair for pair in combinations(pieces, 2) if not agree(pieces[pair[0]], pieces[pair[1]])
    }
    listed = {each.channels for each in contradictions(MEETING, evidence)}
    assert {pair for pair in listed if len(pair) == 2} == expected
    is_alone = evidence.phone is None and evidence.tap is None
    is_open = evidence.paper is not None and (
        evidence.paper.signature == "unclear" or (evidence.paper.signature == "signed" and is_alone)
    )
    assert ((K,) in listed) == is_open


@given(evidence_of(), STATUSES, MINUTES)
def test_settling_empties_the_list_until_there_is_new_evidence(evidence, status, arrived):
    at = newest_at(evidence) or START
    settled = Said(status, at, 3, minute(arrived) if status == "present" else None)
    decided = replace(evidence, settled=settled)
    assert contradictions(MEETING, decided) == ()
    later = replace(decided, paper=Read("unclear", at + timedelta(microseconds=1)))
    assert contradictions(MEETING, later)
    other = "absent" if status == "present" else "present"
    changed = replace(decided, tap=Said(other, at, 4, None))
    assert (T, S) in {each.channels for each in contradictions(MEETING, changed)}
