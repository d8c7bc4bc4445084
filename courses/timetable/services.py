"""Changing a timetable, one line or meeting at a time, never over somebody else's change."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from courses.attendance.services import lock_of
from courses.catalogue.models import Module
from courses.timetable import queries
from courses.timetable.plan import Block, Line
from courses.timetable.rules import free_key
from courses.trainings.models import ItemKind, Meeting, ScheduleItem, Training
from lms import audit
from lms.clock import WITA
from lms.db import db, take_lock
from lms.errors import DomainError

_MEETINGS = sa.select(Meeting).where(Meeting.training_id == sa.bindparam("training_id"))
_ITEM = sa.select(ScheduleItem).where(
    ScheduleItem.training_id == sa.bindparam("training_id"),
    ScheduleItem.id == sa.bindparam("line_id"),
)
_LAST_POSITION = sa.select(sa.func.max(ScheduleItem.position)).where(
    ScheduleItem.training_id == sa.bindparam("training_id")
)
_ITEMS_IN = sa.select(sa.func.count(ScheduleItem.id)).where(
    ScheduleItem.meeting_id == sa.bindparam("meeting_id")
)
_MODULE_ID = sa.select(Module.id).where(
    Module.curriculum_id == sa.bindparam("curriculum_id"), Module.code == sa.bindparam("code")
)


class TimetableClosedError(DomainError):
    """The hours that decisions rest on stay as they are once the training is closed."""


class StaleTimetableError(DomainError):
    """Somebody changed the timetable since this page was opened."""


class MeetingInUseError(DomainError):
    """People have records in the meeting, or lines belong to it."""


def refuse_if_closed(training: Training) -> None:
    if training.closed_at is not None:
        raise TimetableClosedError(
            _("Pelatihan ini sudah ditutup, jadi jadwalnya tidak diubah lagi.")
        )


def save_line(training: Training, line: Line, *, version: int, actor_id: int) -> int:
    """Add the line (id 0) or change it, and return its id; what stands already is nothing.

    Raises StaleTimetableError if the timetable was changed since `version`.
    """
    refuse_if_closed(training)
    plan = queries.plan_of(training)
    standing = plan.line(line.id) if line.id else None
    same = next((each for each in plan.lines if replace(each, id=line.id) == line), None)
    if same is not None and (standing == line or training.timetable_version != version):
        return same.id  # the same button, pressed twice
    _refuse_if_stale(training, version)
    if line.id and standing is None:
        raise StaleTimetableError(_("Acara ini sudah dihapus."))
    item = _item(training, line.id) if standing else _new_item(training)
    _write_line(training, item, line)
    _record(training, item, "line", standing, line, actor_id)
    return item.id


def remove_line(training: Training, line_id: int, *, version: int, actor_id: int) -> bool:
    """Take a line away; False if somebody did so already."""
    refuse_if_closed(training)
    standing = queries.plan_of(training).line(line_id)
    if standing is None:
        return False
    _refuse_if_stale(training, version)
    item = _item(training, line_id)
    _record(training, item, "line", standing, None, actor_id)
    db.session.delete(item)
    return True


def save_meeting(training: Training, block: Block, *, version: int, actor_id: int) -> str:
    """Add the meeting (no key yet) or change it, and return its key."""
    refuse_if_closed(training)
    plan = queries.plan_of(training)
    standing = plan.block(block.key) if block.key else None
    same = next((each for each in plan.blocks if replace(each, key=block.key) == block), None)
    if same is not None and (standing == block or training.timetable_version != version):
        return same.key
    _refuse_if_stale(training, version)
    if block.key and standing is None:
        raise StaleTimetableError(_("Pertemuan ini sudah dihapus."))
    key = block.key or free_key(block.title, {each.key for each in plan.blocks})
    meeting = _meeting(training, key) if standing else _new_meeting(training, key)
    _write_meeting(meeting, block)
    _put_in_order(training.id)
    _record(training, meeting, "meeting", standing, replace(block, key=key), actor_id)
    return key


def remove_meeting(training: Training, key: str, *, version: int, actor_id: int) -> bool:
    """Take an unused meeting away; False if somebody did so already.

    Raises MeetingInUseError where people have marks, or lines still belong to it.
    """
    refuse_if_closed(training)
    standing = queries.plan_of(training).block(key)
    if standing is None:
        return False
    _refuse_if_stale(training, version)
    meeting = _meeting(training, key)
    take_lock(db.session.connection(), lock_of(meeting.id))  # nobody is marked meanwhile
    _refuse_if_used(training, meeting)
    _record(training, meeting, "meeting", standing, None, actor_id)
    db.session.delete(meeting)
    try:
        db.session.flush()  # codes, sheets and excuses refer to the meeting as well
    except sa.exc.IntegrityError as error:
        raise MeetingInUseError(
            _("Sudah ada catatan pada pertemuan ini, jadi tidak dapat dihapus.")
        ) from error
    return True


def _refuse_if_stale(training: Training, version: int) -> None:
    if training.timetable_version != version:
        raise StaleTimetableError(_("Jadwal sudah diubah orang lain sejak Anda membukanya."))


def _refuse_if_used(training: Training, meeting: Meeting) -> None:
    marked = queries.marked_in(training.id, {meeting.key})
    if marked:
        raise MeetingInUseError(
            ngettext(
                "Kehadiran %(num)d orang sudah tercatat, jadi pertemuan ini tidak dapat dihapus.",
                "Kehadiran %(num)d orang sudah tercatat, jadi pertemuan ini tidak dapat dihapus.",
                marked,
            )
        )
    lines = db.session.scalar(_ITEMS_IN, {"meeting_id": meeting.id}) or 0
    if lines:
        raise MeetingInUseError(
            ngettext(
                "%(num)d acara masih termasuk pertemuan ini. Pindahkan atau hapus dahulu.",
                "%(num)d acara masih termasuk pertemuan ini. Pindahkan atau hapus dahulu.",
                lines,
            )
        )


def _item(training: Training, line_id: int) -> ScheduleItem:
    return db.session.scalars(_ITEM, {"training_id": training.id, "line_id": line_id}).one()


def _new_item(training: Training) -> ScheduleItem:
    last = db.session.scalar(_LAST_POSITION, {"training_id": training.id})
    item = ScheduleItem(training_id=training.id, position=0 if last is None else last + 1)
    db.session.add(item)
    return item


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, WITA)


def _write_line(training: Training, item: ScheduleItem, line: Line) -> None:
    with db.session.no_autoflush:  # a new row is not complete yet
        module = {"curriculum_id": training.curriculum_id, "code": line.module}
        item.module_id = db.session.scalars(_MODULE_ID, module).one() if line.module else None
        item.meeting_id = _meeting(training, line.meeting).id if line.meeting else None
    item.day, item.title, item.kind = line.day, line.title, ItemKind(line.kind)
    item.starts_at, item.ends_at = _moment(line.day, line.starts), _moment(line.day, line.ends)
    item.lesson_hours, item.quiz_key = line.lesson_hours, line.quiz
    item.speaker, item.room = line.speaker, line.room


def _meeting(training: Training, key: str) -> Meeting:
    found = _MEETINGS.where(Meeting.key == sa.bindparam("key"))
    return db.session.scalars(found, {"training_id": training.id, "key": key}).one()


def _new_meeting(training: Training, key: str) -> Meeting:
    meeting = Meeting(training_id=training.id, key=key, position=0)
    db.session.add(meeting)
    return meeting


def _write_meeting(meeting: Meeting, block: Block) -> None:
    meeting.title, meeting.day = block.title, block.day
    meeting.starts_at = _moment(block.day, block.starts)
    meeting.ends_at = _moment(block.day, block.ends)
    meeting.opens_before_minutes = block.opens_before_minutes
    meeting.late_after_minutes = block.late_after_minutes


def _put_in_order(training_id: int) -> None:
    meetings = db.session.scalars(_MEETINGS, {"training_id": training_id}).all()
    for position, meeting in enumerate(sorted(meetings, key=lambda each: each.starts_at)):
        meeting.position = position


def _record(
    training: Training,
    row: ScheduleItem | Meeting,
    noun: str,
    before: Line | Block | None,
    after: Line | Block | None,
    actor_id: int,
) -> None:
    verb = "changed" if before and after else "added" if after else "removed"
    training.timetable_version += 1
    audit.record(
        f"timetable.{noun}_{verb}",
        row,
        actor_id=actor_id,
        training_id=training.id,
        version=training.timetable_version,
        before=_facts(before),
        after=_facts(after),
    )


def _facts(part: Line | Block | None) -> dict[str, Any]:
    """As the audit log keeps it: plain text and numbers, without what is not said."""
    written: dict[str, Any] = asdict(part) if part is not None else {}
    written.pop("id", None)
    for name in ("starts", "ends"):
        if name in written:
            written[name] = f"{written[name]:%H.%M}"
    if "day" in written:
        written["day"] = written["day"].isoformat()
    return {name: value for name, value in written.items() if value not in ("", None)}
