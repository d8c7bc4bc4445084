"""Writes a roster: every person with a seat, or nobody."""

from __future__ import annotations

from datetime import datetime

from courses.roster import queries
from courses.roster.matching import PERSON_FACTS, SEAT_FACTS, Match, Outcome, Plan, plan_import
from courses.roster.participants import Participant
from courses.roster.reading import RosterReading
from courses.roster.rows import Fault
from courses.trainings.models import Enrolment, Role, Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from lms.i18n import say
from lms.people import identity
from lms.people.models import Person
from lms.people.services import add_person, prepare_slip
from lms.words import N_

CLOSED = N_("Pelatihan ini sudah ditutup; daftar pesertanya tidak dapat diubah lagi.")

ACTIONS = {
    Outcome.NEW: "enrolment.added",
    Outcome.BACK: "enrolment.restored",
    Outcome.CHANGED: "enrolment.changed",
}


class FaultyRosterError(DomainError):
    """The roster has faults and its valid rows were not asked for alone."""

    status = 422

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(say(N_("Ada %(count)s kesalahan dalam daftar peserta", count=len(faults))))
        self.faults = faults


def check_roster(training: Training, reading: RosterReading, *, only_valid: bool = False) -> Plan:
    """Say what an import would do.

    Raises FaultyRosterError if any row is at fault, unless the organiser has asked for the valid
    rows alone.
    """
    if training.closed_at is not None:
        raise DomainError(say(CLOSED))
    plan = plan_import(training.id, reading.participants, queries.replaced(training.id))
    faults = (*reading.errors, *plan.conflicts)
    if faults and not only_valid:
        raise FaultyRosterError(faults)
    return plan


def import_roster(
    training: Training,
    reading: RosterReading,
    *,
    actor_id: int | None,
    at: datetime,
    slip_days: int,
    only_valid: bool = False,
) -> Plan:
    """Add or update every participant of the roster. Must run inside `transaction()`.

    The same roster twice changes nothing. Raises FaultyRosterError as `check_roster` does.
    """
    plan = check_roster(training, reading, only_valid=only_valid)
    changes = [match for match in plan.matches if match.outcome is not Outcome.SAME]
    for match in changes:
        save_participant(match, training.id, actor_id=actor_id, at=at, slip_days=slip_days)
    if changes:
        audit.record(
            "roster.imported",
            training,
            actor_id=actor_id,
            training_id=training.id,
            outcomes=plan.counts(),
            left_out=len(reading.errors) + len(plan.conflicts),
        )
    return plan


def save_participant(
    match: Match, training_id: int, *, actor_id: int | None, at: datetime, slip_days: int
) -> Enrolment:
    """Write the person and the seat, and make a slip for who has no password yet."""
    participant = match.participant
    key = identity.name_key(participant.name)
    person = match.person or add_person(participant.name, key, at=at)
    _describe_person(person, participant)
    seat = match.seat or Enrolment(
        training_id=training_id, person_id=person.id, role=Role.TRAINEE, created_at=at
    )
    for fact, seat_fact in SEAT_FACTS.values():
        if value := getattr(participant, fact):
            setattr(seat, seat_fact, value)
    seat.roster_line, seat.withdrawn_at = participant.line, None
    db.session.add(seat)
    prepare_slip(person, at=at, days=slip_days)
    audit.record(
        ACTIONS[match.outcome],
        seat,
        actor_id=actor_id,
        training_id=training_id,
        changed=[change.column.value for change in match.changes],
    )
    return seat


def _describe_person(person: Person, participant: Participant) -> None:
    person.name_key = identity.name_key(participant.name)
    for fact in PERSON_FACTS.values():
        if value := getattr(participant, fact):
            setattr(person, fact, value)
    if participant.nik:
        person.set_nik(participant.nik)


def record_export(training: Training, *, form: str, count: int, actor_id: int) -> None:
    """Personal data leave the system with a download: keep who took how many."""
    audit.record(
        "roster.exported",
        training,
        actor_id=actor_id,
        training_id=training.id,
        form=form,
        count=count,
    )


def withdraw_trainee(
    training: Training, seat: Enrolment, *, reason: str, actor_id: int, at: datetime
) -> None:
    """Take a trainee off the list; what was recorded so far stays."""
    if training.closed_at is not None:
        raise DomainError(say(CLOSED))
    if seat.withdrawn_at is not None:
        return
    seat.withdrawn_at = at
    audit.record(
        "enrolment.withdrawn", seat, actor_id=actor_id, training_id=training.id, reason=reason
    )
