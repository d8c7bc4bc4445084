"""Which state a certificate is in, and what may still be done with it. Stated here alone."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from certificates.document.facts import CertificateKind

CANCEL_WITHIN = timedelta(minutes=10)


class State(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    AWAITING = "awaiting signature"


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What is known about a certificate apart from what it says."""

    is_revoked: bool = False
    is_cancelled: bool = False  # with its batch; a kind of being revoked
    is_replaced: bool = False
    valid_until: date | None = None  # the last day, by the calendar of WITA
    is_suspended: bool = False
    is_signed: bool = True  # a specimen counts: nobody will sign it


def state_of(found: Circumstances, today: date) -> State:
    """The first that applies: what somebody decided, then what cannot heal, then what can."""
    for applies, state in (
        (found.is_cancelled, State.CANCELLED),
        (found.is_revoked, State.REVOKED),
        (found.is_replaced, State.REPLACED),
        (found.valid_until is not None and found.valid_until < today, State.EXPIRED),
        (found.is_suspended, State.SUSPENDED),
        (not found.is_signed, State.AWAITING),
    ):
        if applies:
            return state
    return State.VALID


def is_suspended(
    kind: CertificateKind, *, is_competent: bool, lacking: Sized, says_too_much: bool = False
) -> bool:
    """Whether what it says no longer stands: by the newest decision, or by today's evidence.

    `lacking` is measured by the rules frozen in that decision. A certificate of attendance says
    nothing about competence, but hours: too many, once the attendance was corrected.
    """
    if kind is CertificateKind.ATTENDANCE:
        return says_too_much
    return not is_competent or len(lacking) > 0


def may_be_given_out(state: State) -> bool:
    """The file of an expired one bears its last day; nothing on a suspended one tells of it."""
    return state in (State.VALID, State.EXPIRED)


def may_be_copied(state: State) -> bool:
    """A corrected copy is made of what is, or soon will be, in force."""
    return state in (State.VALID, State.AWAITING)


def may_be_cancelled(issued_at: datetime, at: datetime) -> bool:
    """The last moment belongs to the ten minutes."""
    return at - issued_at <= CANCEL_WITHIN
