"""Writing excuses: a request with its letter, the answer to it, and the end of the letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.attendance.excuse_rules import last_day_of_letters
from courses.attendance.models import (
    AttendanceMark,
    Excuse,
    ExcuseMeeting,
    ExcuseVerdict,
    Source,
    Status,
)
from courses.attendance.services import (
    ChangedMeanwhileError,
    OwnAttendanceError,
    append,
    latest,
    lock_of,
)
from courses.trainings.models import Enrolment, Training
from lms import audit, clock, jobs, sealed
from lms.db import db, take_lock, transaction
from lms.errors import DomainError
from lms.handed import HandedFile
from lms.i18n import local_date

# Kept with the mark, so in the language of the register. The reason may speak of an illness and
# stays with the request.
GRANTED = "Permohonan izin dikabulkan"

_MEETINGS = (
    sa.select(ExcuseMeeting.meeting_id)
    .where(ExcuseMeeting.excuse_id == sa.bindparam("excuse_id"))
    .order_by(ExcuseMeeting.meeting_id)
)
_VERDICT = sa.select(ExcuseVerdict).where(ExcuseVerdict.excuse_id == sa.bindparam("excuse_id"))
_WAITING = sa.select(Excuse).where(
    Excuse.enrolment_id == sa.bindparam("enrolment_id"),
    ~sa.exists().where(ExcuseVerdict.excuse_id == Excuse.id),
)
_LETTERS = (
    sa.select(Excuse, Training)
    .join(Enrolment, Enrolment.id == Excuse.enrolment_id)
    .join(Training, Training.id == Enrolment.training_id)
    .where(Excuse.letter_key != "")
    .order_by(Excuse.id)
)


class ExcuseDecidedError(DomainError):
    """Somebody else has answered the request."""


@dataclass(frozen=True)
class Asked:
    status: Status  # EXCUSED or SICK
    reason: str
    meeting_ids: tuple[int, ...]


@dataclass(frozen=True)
class Letter:
    key: str = ""
    name: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class Answer:
    """`replaced` are marks that shall give way: by meeting, the sequence the page showed."""

    is_granted: bool
    text: str
    replaced: Mapping[int, int]


def sealed_letter(file: HandedFile, enrolment_id: int) -> Letter:
    """Before a transaction is open: drawing and storing take time."""
    key = sealed.keep(file.data, place=_place(enrolment_id), suffix=".letter")
    return Letter(key, file.name, file.media_type)


def content_of(excuse: Excuse) -> bytes:
    return sealed.content_of(excuse.letter_key, place=_place(excuse.enrolment_id))


def _place(enrolment_id: int) -> str:
    return f"excuse letter.{enrolment_id}"


def ask_lock(enrolment_id: int) -> str:
    return f"excuses of {enrolment_id}"


def ask(
    enrolment: Enrolment, asked: Asked, letter: Letter, *, actor_id: int, at: datetime
) -> tuple[Excuse, bool]:
    """Send a request; the same one pressed twice is one, and False unless it brings the letter."""
    for waiting in db.session.scalars(_WAITING, {"enrolment_id": enrolment.id}).all():
        is_same = (waiting.status, waiting.reason) == (asked.status, asked.reason)
        if is_same and meetings_of(waiting.id) == tuple(sorted(asked.meeting_ids)):
            return waiting, _add_letter(waiting, letter, enrolment, actor_id)
    excuse = Excuse(
        enrolment_id=enrolment.id,
        status=asked.status,
        reason=asked.reason,
        letter_key=letter.key,
        letter_name=letter.name,
        letter_type=letter.media_type,
        sent_by_id=actor_id,
        sent_at=at,
    )
    db.session.add(excuse)
    db.session.flush()  # its meetings name it
    for meeting_id in asked.meeting_ids:
        db.session.add(ExcuseMeeting(excuse_id=excuse.id, meeting_id=meeting_id))
    audit.record(
        "excuse.sent",
        excuse,
        actor_id=actor_id,
        training_id=enrolment.training_id,
        meeting_ids=list(asked.meeting_ids),
        has_letter=bool(letter.key),
    )
    return excuse, True


def _add_letter(excuse: Excuse, letter: Letter, enrolment: Enrolment, actor_id: int) -> bool:
    """A letter that comes after the request belongs to it; a second one is the same press again."""
    if not letter.key:
        return False
    if excuse.letter_key or excuse.letter_deleted_at is not None:
        sealed.forget(letter.key)
        return False
    excuse.letter_key, excuse.letter_name = letter.key, letter.name
    excuse.letter_type = letter.media_type
    audit.record(
        "excuse.letter_added", excuse, actor_id=actor_id, training_id=enrolment.training_id
    )
    return True


def decide(excuse: Excuse, answer: Answer, *, actor_id: int, at: datetime) -> int:
    """Answer a request once; granted, it marks its meetings. Returns how many marks it made.

    A mark that stands gives way only where the answer says so for this very mark.
    """
    enrolment = db.session.get_one(Enrolment, excuse.enrolment_id)
    if enrolment.person_id == actor_id:
        raise OwnAttendanceError(_("Permohonan Anda sendiri diputuskan oleh orang lain."))
    if answer.is_granted and enrolment.withdrawn_at is not None:
        raise DomainError(_("Peserta ini tidak lagi terdaftar, jadi izinnya tidak dicatat."))
    if db.session.scalar(_VERDICT, {"excuse_id": excuse.id}) is not None:
        raise ExcuseDecidedError(_("Permohonan ini sudah diputuskan. Lihat keputusannya di sini."))
    verdict = ExcuseVerdict(
        excuse_id=excuse.id,
        is_granted=answer.is_granted,
        answer=answer.text,
        decided_by_id=actor_id,
        decided_at=at,
    )
    meeting_ids = meetings_of(excuse.id)
    for meeting_id in meeting_ids:  # in one order, so that two of us never wait for each other
        take_lock(db.session.connection(), lock_of(meeting_id))
    db.session.add(verdict)
    audit.record(
        "excuse.decided",
        excuse,
        actor_id=actor_id,
        training_id=enrolment.training_id,
        reason=answer.text,
        is_granted=answer.is_granted,
    )
    if not answer.is_granted:
        return 0
    marks = _marks(excuse, meeting_ids, answer, actor_id, at)
    return len([append(mark, enrolment.training_id) for mark in marks])


def _marks(
    excuse: Excuse, meeting_ids: Iterable[int], answer: Answer, actor_id: int, at: datetime
) -> list[AttendanceMark]:
    made = []
    for meeting_id in meeting_ids:
        standing = latest(meeting_id, excuse.enrolment_id)
        shown = answer.replaced.get(meeting_id)
        if standing is not None and shown is None:
            continue
        if shown is not None and (standing is None or standing.sequence != shown):
            raise ChangedMeanwhileError(
                _("Kehadiran di salah satu pertemuan baru saja diubah. Periksa, lalu simpan lagi.")
            )
        made.append(
            AttendanceMark(
                meeting_id=meeting_id,
                enrolment_id=excuse.enrolment_id,
                sequence=standing.sequence + 1 if standing else 1,
                status=excuse.status,
                source=Source.EXCUSE,
                reason=f"{GRANTED}: {answer.text}" if answer.text else GRANTED,
                recorded_by_id=actor_id,
                recorded_at=at,
            )
        )
    return made


def meetings_of(excuse_id: int) -> tuple[int, ...]:
    return tuple(db.session.scalars(_MEETINGS, {"excuse_id": excuse_id}))


@jobs.every_minute
def forget_old_letters() -> None:
    """Letters may speak of an illness: they go when their time is over, the request stays."""
    if not _overdue():
        return
    with transaction("excuse letters"):
        for excuse, training in _overdue():
            sealed.forget(excuse.letter_key)
            excuse.letter_key = excuse.letter_name = excuse.letter_type = ""
            excuse.letter_deleted_at = clock.now()
            audit.record("excuse.letter_deleted", excuse, actor_id=None, training_id=training.id)


def _overdue() -> list[tuple[Excuse, Training]]:
    today = local_date(clock.now())
    return [
        (excuse, training)
        for excuse, training in db.session.execute(_LETTERS)
        if today > last_day_of_letters(training.last_day, training.rules)
    ]
