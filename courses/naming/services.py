"""Confirming a name, asking for a correction, and deciding about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.naming.models import NameConfirmation, NameRequest
from courses.trainings.models import Enrolment, Training
from lms import audit
from lms.db import db
from lms.errors import DomainError
from lms.people import identity
from lms.people.models import Person


class NameChangedError(DomainError):
    """The name is no longer the one that the page showed."""


def lock_of(training_id: int) -> str:
    return f"naming:{training_id}"


def confirm(training: Training, enrolment_id: int, shown: str, *, at: datetime) -> None:
    """Keep that this very name was read and is right. It takes back a correction that waits."""
    person = _person(enrolment_id)
    if person.name != shown:
        raise NameChangedError(_("Nama Anda baru saja diubah panitia. Periksa sekali lagi."))
    waiting = waiting_of(enrolment_id)
    if waiting is not None:
        waiting.is_accepted, waiting.decided_at = False, at
        waiting.answer = _("Ditarik oleh peserta.")
    _keep(training, enrolment_id, person, at)


def _keep(training: Training, enrolment_id: int, person: Person, at: datetime) -> None:
    row = NameConfirmation(enrolment_id=enrolment_id, name=person.name, confirmed_at=at)
    db.session.add(row)
    audit.record("name.confirmed", row, actor_id=person.id, training_id=training.id)


def ask(
    training: Training, enrolment_id: int, wanted: str, note: str, *, at: datetime
) -> NameRequest:
    """Ask for another spelling; asked again it replaces what still waits."""
    person = _person(enrolment_id)
    request = waiting_of(enrolment_id)
    if request is None:
        request = NameRequest(enrolment_id=enrolment_id)
        db.session.add(request)
    request.before, request.wanted, request.note = person.name, wanted, note
    request.asked_at = at
    db.session.flush()  # the audit entry names it
    audit.record("name.correction_asked", request, actor_id=person.id, training_id=training.id)
    return request


@dataclass(frozen=True)
class Verdict:
    """What an organiser says: the spelling that was shown to them, yes or no, and a word to it."""

    wanted: str
    is_accepted: bool
    answer: str


def decide(
    training: Training, request: NameRequest, verdict: Verdict, *, actor_id: int, at: datetime
) -> bool:
    """Answer a correction once; an accepted one is confirmed, for its owner has written it."""
    if request.decided_at is not None:
        return False
    if request.wanted != verdict.wanted:
        raise NameChangedError(_("Peserta baru saja mengubah permintaannya. Periksa lagi."))
    request.is_accepted, request.answer = verdict.is_accepted, verdict.answer
    request.decided_by_id, request.decided_at = actor_id, at
    if verdict.is_accepted:
        person = _person(request.enrolment_id)
        person.name, person.name_key = request.wanted, identity.name_key(request.wanted)
        _keep(training, request.enrolment_id, person, at)
    audit.record(
        "name.corrected" if verdict.is_accepted else "name.correction_refused",
        request,
        actor_id=actor_id,
        training_id=training.id,
        reason=verdict.answer,
        before=request.before,
        wanted=request.wanted,
    )
    return True


_WAITING = sa.select(NameRequest).where(
    NameRequest.enrolment_id == sa.bindparam("enrolment_id"), NameRequest.decided_at.is_(None)
)


def waiting_of(enrolment_id: int) -> NameRequest | None:
    return db.session.scalar(_WAITING, {"enrolment_id": enrolment_id})


def _person(enrolment_id: int) -> Person:
    seat = db.session.get_one(Enrolment, enrolment_id)
    return db.session.get_one(Person, seat.person_id)
