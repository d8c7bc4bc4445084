"""The rules of the room as tables: where somebody stands, what may be done, when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizzes.attempts import timing
from quizzes.supervision import rules
from quizzes.supervision.rules import Act, Seat, Standing
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE

END = NINE + timedelta(minutes=20)
WORKING, DONE = Seat(has_begun=True), Seat(has_begun=True, is_done=True)


@pytest.mark.parametrize(
    ("seat", "contact", "at", "standing"),
    [
        (Seat(), None, NINE, Standing.NOT_BEGUN),
        (WORKING, NINE, NINE + timedelta(seconds=90), Standing.WORKING),
        (WORKING, NINE, NINE + timedelta(seconds=91), Standing.LOST),
        (WORKING, NINE, END, Standing.TIME_UP),
        (WORKING, END, END - timedelta(seconds=1), Standing.WORKING),
        (DONE, NINE, END, Standing.DONE),
    ],
)
def test_where_somebody_stands(seat, contact, at, standing):
    deadline = END if seat.has_begun else None
    assert rules.standing_of(seat, deadline, contact, at) is standing


def test_trouble_comes_first():
    mixed = [Standing.DONE, Standing.WORKING, Standing.NOT_BEGUN, Standing.LOST, Standing.TIME_UP]
    expected = [
        Standing.LOST, Standing.NOT_BEGUN, Standing.TIME_UP, Standing.WORKING, Standing.DONE,
    ]  # fmt: skip
    assert sorted(mixed, key=list(Standing).index) == expected


@pytest.mark.parametrize(
    ("seat", "acts"),
    [
        (Seat(), {Act.EXTRA_TIME}),
        (Seat(is_missing=True), {Act.EXTRA_TIME, Act.ADMIT}),
        (WORKING, {Act.EXTRA_TIME, Act.CLOSE}),
        (Seat(has_begun=True, is_missing=True), {Act.EXTRA_TIME, Act.CLOSE}),
        (DONE, {Act.EXTRA_TIME, Act.REOPEN}),
        (
            Seat(has_begun=True, is_done=True, has_attempts_left=False),
            {Act.EXTRA_TIME, Act.REOPEN, Act.EXTRA_ATTEMPT},
        ),
        (Seat(has_begun=True, is_done=True, is_on_paper=True), {Act.EXTRA_TIME}),
        (
            Seat(has_begun=True, is_done=True, has_attempts_left=False, is_missing=True),
            {Act.EXTRA_TIME, Act.REOPEN, Act.EXTRA_ATTEMPT},
        ),
    ],
)
def test_what_may_be_done(seat, acts):
    assert set(rules.acts_for(seat)) == acts


@pytest.mark.parametrize(
    ("begun", "closes", "extra", "ends"),
    [
        ("13.00", None, 0, "13.20"),
        ("13.00", "13.30", 0, "13.20"),
        ("13.25", "13.30", 0, "13.30"),
        ("13.00", None, 10, "13.30"),
        ("13.25", "13.30", 10, "13.40"),
        ("13.10", "13.30", 5, "13.35"),
    ],
)
def test_c072_when_an_attempt_of_twenty_minutes_ends(begun, closes, extra, ends):
    closed_at = wita(DAY_1, closes) if closes else None
    found = timing.deadline(wita(DAY_1, begun), 20, closed_at, extra)
    assert found == wita(DAY_1, ends)


@pytest.mark.parametrize(
    ("deadline", "closes", "seconds"),
    [
        ("16.00", None, 30),
        ("16.00", "16.00", 60),
        ("16.00", "16.30", 30),
        ("16.10", "16.00", 60),
    ],
)
def test_c074_a_closing_includes_its_minute_and_so_does_extra_time_after_it(
    deadline, closes, seconds
):
    closed_at = wita(DAY_1, closes) if closes else None
    until = timing.accepts_until(wita(DAY_1, deadline), closed_at)
    assert until == wita(DAY_1, deadline) + timedelta(seconds=seconds)


def test_an_odd_moment_after_the_closing_has_half_a_minute():
    odd = wita(DAY_1, "16.10") + timedelta(seconds=7)
    assert timing.accepts_until(odd, wita(DAY_1, "16.00")) == odd + timing.GRACE


@pytest.mark.parametrize(("seconds", "gained"), [(-60, 300), (0, 300), (25, 325)])
def test_more_time_counts_from_now_where_the_deadline_has_just_passed(seconds, gained):
    at = END + timedelta(seconds=seconds)
    assert timing.later(END, 5, at) - END == timedelta(seconds=gained)
