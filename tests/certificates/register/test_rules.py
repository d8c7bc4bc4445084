from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from certificates.document.facts import CertificateKind
from certificates.register.rules import (
    Circumstances,
    State,
    is_suspended,
    may_be_cancelled,
    may_be_copied,
    may_be_given_out,
    state_of,
)

TODAY = date(2026, 2, 2)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ({}, State.VALID),
        ({"is_signed": False}, State.AWAITING),
        ({"is_suspended": True}, State.SUSPENDED),
        ({"is_suspended": True, "is_signed": False}, State.SUSPENDED),
        ({"valid_until": AFTER}, State.VALID),
        ({"valid_until": TODAY}, State.VALID),
        ({"valid_until": BEFORE}, State.EXPIRED),
        ({"valid_until": BEFORE, "is_suspended": True}, State.EXPIRED),
        ({"is_replaced": True}, State.REPLACED),
        ({"is_replaced": True, "valid_until": BEFORE, "is_suspended": True}, State.REPLACED),
        ({"is_replaced": True, "is_signed": False}, State.REPLACED),
        ({"is_revoked": True}, State.REVOKED),
        ({"is_revoked": True, "is_replaced": True}, State.REVOKED),
        ({"is_revoked": True, "is_cancelled": True}, State.CANCELLED),
        ({"is_revoked": True, "is_cancelled": True, "is_replaced": True}, State.CANCELLED),
    ],
)
def test_the_first_that_applies_is_the_state(found, state):
    assert state_of(Circumstances(**found), TODAY) is state


@pytest.mark.parametrize(
    ("kind", "is_competent", "lacking", "suspended"),
    [
        (CertificateKind.COMPETENCE, True, (), False),
        (CertificateKind.COMPETENCE, True, ("attendance",), True),
        (CertificateKind.COMPETENCE, False, (), True),
        (CertificateKind.COMPETENCE, False, ("attendance",), True),
        (CertificateKind.ATTENDANCE, False, ("attendance",), False),
    ],
)
def test_what_is_lacking_suspends_competence_alone(kind, is_competent, lacking, suspended):
    assert is_suspended(kind, is_competent=is_competent, lacking=lacking) is suspended


@pytest.mark.parametrize("kind", CertificateKind)
def test_too_many_hours_suspend_attendance_alone(kind):
    found = is_suspended(kind, is_competent=True, lacking=(), says_too_much=True)
    assert found is (kind is CertificateKind.ATTENDANCE)


@pytest.mark.parametrize("state", State)
def test_what_may_be_given_out(state):
    assert may_be_given_out(state) is (state in {State.VALID, State.EXPIRED})


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (State.VALID, True),
        (State.AWAITING, True),
        (State.SUSPENDED, False),
        (State.EXPIRED, False),
        (State.REPLACED, False),
        (State.REVOKED, False),
        (State.CANCELLED, False),
    ],
)
def test_what_may_be_copied(state, may):
    assert may_be_copied(state) is may


@pytest.mark.parametrize(
    ("after", "may"),
    [
        (timedelta(0), True),
        (timedelta(minutes=9, seconds=59), True),
        (timedelta(minutes=10), True),
        (timedelta(minutes=10, microseconds=1), False),
        (timedelta(minutes=11), False),
        (timedelta(days=1), False),
    ],
)
def test_ten_minutes_end_with_their_last_moment(after, may):
    issued_at = datetime(2024, 2, 2, 15, 55, tzinfo=UTC)  # the window runs over midnight
    assert may_be_cancelled(issued_at, issued_at + after) is may
