"""The code on the projector, at the edges of its life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from courses.attendance.codes import (
    ALPHABET,
    LENGTH,
    Check,
    Rhythm,
    check_code,
    code_at,
    is_remembered,
    seconds_left,
    window_shown,
)

SECRET = b"the secret of one meeting"
OTHER = b"the secret of another one"
START = datetime(2024, 1, 31, 0, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, Check.ACCEPTED),
        (14, Check.ACCEPTED),
        (15, Check.ACCEPTED),
        (44, Check.ACCEPTED),
        (45, Check.TOO_OLD),
        (600, Check.TOO_OLD),
        (615, Check.UNKNOWN),
    ],
)
def test_a_code_lives_for_its_window_and_two_more(seconds, expected):
    assert check_code(SECRET, code_at(SECRET, START), after(seconds)) is expected


@pytest.mark.parametrize(("seconds", "expected"), [(34, Check.ACCEPTED), (36, Check.TOO_OLD)])
def test_c043_shown_for_30_seconds_with_5_of_grace(seconds, expected):
    rhythm = Rhythm(shown_seconds=30, grace_seconds=5)
    code = code_at(SECRET, START, rhythm)
    assert check_code(SECRET, code, after(seconds), rhythm=rhythm) is expected


def test_a_code_of_another_meeting_is_called_so():
    code = code_at(OTHER, START)
    assert check_code(SECRET, code, after(1), [OTHER]) is Check.OTHER_MEETING
    assert check_code(SECRET, code, after(1)) is Check.UNKNOWN


@pytest.mark.parametrize("typed", ["", "ABC", "ZZZZZZZ", "é2345ß"])
def test_anything_else_is_unknown(typed):
    assert check_code(SECRET, typed, START, [OTHER]) is Check.UNKNOWN


def test_a_future_code_is_not_accepted():
    assert check_code(SECRET, code_at(SECRET, after(15)), START) is Check.UNKNOWN


def test_codes_are_short_readable_and_change():
    codes = {code_at(SECRET, after(15 * turn)) for turn in range(200)}
    assert len(codes) == 200
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)


@pytest.mark.parametrize(("second", "left"), [(0, 15), (1, 14), (14, 1), (15, 15)])
def test_the_screen_knows_when_to_change(second, left):
    assert seconds_left(after(second)) == left


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-1, False), (0, True), (10, True), (10.02, False)]
)
def test_a_scan_is_remembered_for_ten_minutes(minutes, expected):
    assert is_remembered(START, START + timedelta(minutes=minutes)) is expected


@pytest.mark.parametrize(
    ("first", "last", "is_found"),
    [(0, 3600, True), (14, 14, True), (0, 0, True), (15, 3600, False), (-3600, -1, False)],
)
def test_a_code_is_found_in_the_window_in_which_it_was_shown(first, last, is_found):
    found = window_shown(SECRET, code_at(SECRET, after(9)), after(first), after(last))
    assert found == (START if is_found else None)


def test_no_code_is_found_in_a_time_that_ends_before_it_begins():
    assert window_shown(SECRET, code_at(SECRET, START), after(60), after(-60)) is None
