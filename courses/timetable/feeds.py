"""Secret addresses of calendars: what each role's calendar holds, and how an address is renewed."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.attendance.queries import meetings_of
from courses.timetable import queries
from courses.timetable.calendar import Entry, calendar_file
from courses.trainings.models import CalendarFeed, Enrolment, ItemKind, Role, ScheduleItem, Training
from lms import audit, crypto
from lms.audit import AuditEntry
from lms.db import db
from lms.i18n import format_clock, format_time, in_indonesian
from lms.people.identity import name_key
from lms.people.models import Person

TOKEN_LENGTH = 28  # of 30 letters and digits: more than 128 bits
BREAKS = frozenset({ItemKind.BREAK, ItemKind.PRAYER})
# Whose calendar a person with several roles gets.
ORDER = (Role.ORGANISER, Role.TRAINER, Role.SIGNATORY, Role.TRAINEE)

_FEED = (
    sa.select(CalendarFeed, Enrolment, Training, Person.name)
    .join(Enrolment, Enrolment.id == CalendarFeed.enrolment_id)
    .join(Training, Training.id == Enrolment.training_id)
    .join(Person, Person.id == Enrolment.person_id)
    .where(
        CalendarFeed.id == sa.bindparam("feed_id"),
        Enrolment.withdrawn_at.is_(None),
        Person.is_active,
    )
)
_PARTS = sa.select(Enrolment).where(
    Enrolment.training_id == sa.bindparam("training_id"),
    Enrolment.person_id == sa.bindparam("person_id"),
    Enrolment.withdrawn_at.is_(None),
)
_OWN = sa.select(CalendarFeed).where(CalendarFeed.enrolment_id == sa.bindparam("enrolment_id"))
_ITEMS = (
    sa.select(ScheduleItem)
    .where(ScheduleItem.training_id == sa.bindparam("training_id"))
    .order_by(ScheduleItem.starts_at, ScheduleItem.position)
)
_CHANGED_AT = sa.select(sa.func.max(AuditEntry.at)).where(
    AuditEntry.training_id == sa.bindparam("training_id"),
    AuditEntry.action.in_(queries.CHANGES),
)


def part_of(training_id: int, person_id: int) -> Enrolment:
    """The part in the training whose calendar this person reads."""
    found = db.session.scalars(_PARTS, {"training_id": training_id, "person_id": person_id})
    return min(found, key=lambda part: ORDER.index(part.role))


def feed_of(enrolment_id: int) -> CalendarFeed | None:
    return db.session.scalar(_OWN, {"enrolment_id": enrolment_id})


def path_of(feed: CalendarFeed) -> str:
    return f"/kalender/{feed.id}-{_token(feed)}.ics"


def _token(feed: CalendarFeed) -> str:
    text = f"{feed.id} {feed.generation}"
    return crypto.derived_code(text, purpose="calendar feed", length=TOKEN_LENGTH)


def make_address(training: Training, enrolment_id: int, *, actor_id: int, at: datetime) -> None:
    """A first address, or a new one in place of one that became known to others."""
    feed = feed_of(enrolment_id)
    if feed is None:
        feed = CalendarFeed(enrolment_id=enrolment_id, created_at=at)
        db.session.add(feed)
        db.session.flush()  # the log names its id
    else:
        feed.generation += 1
    audit.record(
        "calendar.address_made",
        feed,
        actor_id=actor_id,
        training_id=training.id,
        generation=feed.generation,
    )


@in_indonesian()
def calendar_of(feed_id: int, token: str, *, public_url: str) -> bytes | None:
    """The file behind an address, or None where there is none (any more)."""
    row = db.session.execute(_FEED, {"feed_id": feed_id}).first()
    if row is None or not hmac.compare_digest(_token(row[0]).encode(), token.encode()):
        return None
    feed, part, training, name = row
    changed_at = db.session.scalar(_CHANGED_AT, {"training_id": training.id}) or feed.created_at
    return calendar_file(
        training.title,
        urlsplit(public_url).hostname or "localhost",
        _entries(training, part.role, name),
        version=training.timetable_version,
        changed_at=changed_at,
    )


def _entries(training: Training, role: Role, name: str) -> Iterator[Entry]:
    for item in db.session.scalars(_ITEMS, {"training_id": training.id}):
        is_own = name_key(name) in {name_key(each) for each in item.speaker.split(";")}
        yield Entry(
            key=f"{training.code}-{item.id}",
            title=_("Tugas Anda: %(title)s", title=item.title) if is_own else item.title,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            place=", ".join(part for part in (item.room, training.venue, training.city) if part),
            details=_details(item),
            is_free=item.kind in BREAKS,
        )
    if role is Role.ORGANISER:
        yield from _attendance(training)


def _details(item: ScheduleItem) -> str:
    hours = _(
        "Pukul %(first)s–%(last)s",
        first=format_clock(item.starts_at),
        last=format_time(item.ends_at),
    )
    speaker = _("Narasumber: %(name)s", name=item.speaker) if item.speaker else ""
    return ". ".join(part for part in (str(hours), str(speaker)) if part)


def _attendance(training: Training) -> Iterator[Entry]:
    """When attendance opens and closes, for those who run it."""
    for meeting in meetings_of(training.id):
        yield Entry(
            key=f"{training.code}-presensi-{meeting.key}",
            title=_("Presensi %(meeting)s", meeting=meeting.title),
            starts_at=meeting.opens_at,
            ends_at=meeting.ends_at,
            details=_(
                "Dibuka pukul %(opens)s, terlambat sesudah %(late)s, ditutup %(closes)s",
                opens=format_clock(meeting.opens_at),
                late=format_clock(meeting.late_after),
                closes=format_time(meeting.ends_at),
            ),
            is_free=True,
        )
