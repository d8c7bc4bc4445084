"""Who came instead of whom: substitutes, people who came without being on the list, and back.

Everybody has an enrolment of their own, so attendance, marks and a certificate never pass from
one person to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from courses.roster import queries
from courses.roster.matching import Match, Outcome, plan_import
from courses.roster.models import SeatChange, SeatChangeKind
from courses.roster.participants import Participant
from courses.roster.services import CLOSED, save_participant
from courses.trainings.models import Enrolment, Training
from courses.trainings.quota import QuotaLine
from lms import audit
from lms.db import db
from lms.errors import DomainError
from lms.i18n import say
from lms.words import N_, Words

GONE = N_("Peserta ini sudah tidak ada dalam daftar. Mungkin baru saja diganti orang lain.")
ON_LIST = N_("Orang ini sudah ada dalam daftar peserta.")
SAME_PERSON = N_("Pengganti adalah orang yang sama dengan yang diganti.")
NO_SEAT = N_("Kursi ini sudah terisi: %(found)s orang untuk %(wanted)s kursi.")
NOT_REPLACED = N_("Penggantian ini tidak dapat dibatalkan lagi: sesudahnya ada perubahan lain.")


@dataclass(frozen=True)
class Letter:
    """The office's letter (surat tugas) that sends somebody."""

    number: str
    day: date
    reason: str


@dataclass(frozen=True)
class Change:
    """By whom and when the list is changed."""

    actor_id: int
    at: datetime
    slip_days: int


def match_of(training: Training, participant: Participant, *, left: Enrolment | None) -> Match:
    """Who the typed person is. Raises DomainError where they cannot come onto the list."""
    plan = plan_import(training.id, [participant])
    if plan.conflicts:
        raise DomainError(say(plan.conflicts[0].reason))
    match = plan.matches[0]
    if left is not None and match.person is not None and match.person.id == left.person_id:
        raise DomainError(say(SAME_PERSON))
    if match.outcome in (Outcome.SAME, Outcome.CHANGED):
        raise DomainError(say(ON_LIST))
    return match


def replace(
    training: Training, left_id: int, participant: Participant, letter: Letter, change: Change
) -> Enrolment:
    """Take one person off the list and give the seat to another."""
    left = _on_list(training, left_id)
    match = match_of(training, participant, left=left)
    _withdraw(training, left, letter.reason, change)
    joined = save_participant(
        match, training.id, actor_id=change.actor_id, at=change.at, slip_days=change.slip_days
    )
    _note(training, SeatChangeKind.SUBSTITUTE, joined, left, letter, change)
    return joined


def add_walk_in(
    training: Training, participant: Participant, letter: Letter, change: Change
) -> Enrolment:
    """Give an empty seat of the quota to somebody who came without being on the list."""
    _refuse_closed(training)
    match = match_of(training, participant, left=None)
    line = queries.seats_report(training, queries.seats(training.id)).line(
        participant.region, participant.element
    )
    if line is None or not line.missing:
        raise DomainError(say(no_seat(line)))
    joined = save_participant(
        match, training.id, actor_id=change.actor_id, at=change.at, slip_days=change.slip_days
    )
    _note(training, SeatChangeKind.WALK_IN, joined, None, letter, change)
    return joined


def no_seat(line: QuotaLine | None) -> Words:
    found, wanted = (line.found, line.wanted) if line else (0, 0)
    return Words(NO_SEAT.text, {"found": found, "wanted": wanted})


def take_back(training: Training, change_id: int, reason: str, change: Change) -> Enrolment:
    """Undo a substitution that was a mistake: the first person returns, by the same letter."""
    _refuse_closed(training)
    noted = next((each for each in queries.exchanges(training.id) if each.id == change_id), None)
    if noted is None or noted.left_id is None or not noted.can_be_taken_back:
        raise DomainError(say(NOT_REPLACED))
    returning = db.session.get_one(Enrolment, noted.left_id)
    substitute = db.session.get_one(Enrolment, noted.joined_id)
    _withdraw(training, substitute, reason, change)
    returning.withdrawn_at = None
    audit.record("enrolment.restored", returning, actor_id=change.actor_id, training_id=training.id)
    letter = Letter(noted.letter_number, noted.letter_date, reason)
    _note(training, SeatChangeKind.RETURN, returning, substitute, letter, change)
    return returning


def _on_list(training: Training, enrolment_id: int) -> Enrolment:
    _refuse_closed(training)
    found = queries.trainee(training.id, enrolment_id)
    if found is None:
        raise DomainError(say(GONE))
    return found[0]


def _refuse_closed(training: Training) -> None:
    if training.closed_at is not None:
        raise DomainError(say(CLOSED))


def _withdraw(training: Training, seat: Enrolment, reason: str, change: Change) -> None:
    seat.withdrawn_at = change.at
    audit.record(
        "enrolment.withdrawn",
        seat,
        actor_id=change.actor_id,
        training_id=training.id,
        reason=reason,
    )


def _note(
    training: Training,
    kind: SeatChangeKind,
    joined: Enrolment,
    left: Enrolment | None,
    letter: Letter,
    change: Change,
) -> None:
    db.session.flush()  # the new seat gets its id
    noted = SeatChange(
        training_id=training.id,
        kind=kind,
        joined_id=joined.id,
        left_id=left.id if left else None,
        letter_number=letter.number,
        letter_date=letter.day,
        reason=letter.reason,
        recorded_by_id=change.actor_id,
        recorded_at=change.at,
    )
    db.session.add(noted)
    audit.record(
        "seat.changed",
        noted,
        actor_id=change.actor_id,
        training_id=training.id,
        kind=kind.value,
        joined_id=joined.id,
        left_id=left.id if left else None,
        letter=letter.number,
    )
