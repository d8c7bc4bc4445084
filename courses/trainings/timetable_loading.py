"""Writes the timetable of a content folder, beside what was changed of it on screen.

It is one piece of the folder: written anew only if the folder says something else than it last
said. Lines keep their row where they are still the same line, because calendars know them by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time

import sqlalchemy as sa

from courses.catalogue.models import Module
from courses.trainings.models import ItemKind, Meeting, ScheduleItem, Training
from courses.trainings.schema import TimedItem, TrainingFile
from courses.trainings.timetable import (
    ITEMS,
    MEETINGS,
    Entry,
    folder_timetable,
    hash_of_timetable,
    item_entry,
    written_timetable,
)
from lms.clock import WITA
from lms.content import CHANGED_HERE, Document, Writing
from lms.db import db
from lms.errors import DomainError
from lms.i18n import local

# From "nothing changed" to "only the hour is the same": how a line is known again.
_SAME: tuple[Callable[[Entry], object], ...] = (
    lambda entry: sorted(entry.items()),
    lambda entry: (entry["day"], entry["starts"], entry["title"]),
    lambda entry: (entry["kind"], entry["title"], entry.get("module")),
    lambda entry: (entry["day"], entry["starts"]),
)


def save_timetable(
    training: Training,
    document: Document[TrainingFile],
    days: tuple[tuple[date, ...], tuple[date, ...]],
    modules: Mapping[str, Module],
    writing: Writing,
) -> None:
    """Merge the folder's timetable into what stands here; `days` are those before and now.

    Raises DomainError where marks were taken in a meeting that the folder no longer has.
    """
    file, (before, now) = document.content, days
    said = folder_timetable(file)
    stands = written_timetable(training.id, before) if before else None
    fault = document.fault(("schedule",), f"jadwal {CHANGED_HERE}")
    noted = len(writing.conflicts)
    ours = hash_of_timetable(stands) if stands else None
    if writing.takes(training.timetable_base or None, ours, hash_of_timetable(said), fault):
        if len(writing.conflicts) > noted:
            return  # nothing will be kept: the conflict alone is told
        meetings = _save_meetings(training.id, file, now)
        _save_schedule(training.id, file, now, meetings, modules)
        training.timetable_version += 1 if before else 0
    elif before != now:
        _move_to(training.id, before, now, document, writing)
        training.timetable_version += 1
    training.timetable_base = hash_of_timetable(said)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, WITA)


def _place(row: Meeting | ScheduleItem, entry: TimedItem, days: Sequence[date]) -> None:
    day = days[entry.day - 1]
    row.title, row.day = entry.title, day
    row.starts_at, row.ends_at = _moment(day, entry.starts), _moment(day, entry.ends)


def _save_meetings(
    training_id: int, file: TrainingFile, days: Sequence[date]
) -> dict[str, Meeting]:
    rows = db.session.scalars(MEETINGS, {"training_id": training_id})
    known = {meeting.key: meeting for meeting in rows}
    for key in known.keys() - {entry.key for entry in file.meetings}:
        _remove_meeting(known.pop(key))
    for position, entry in enumerate(file.meetings):
        meeting = known.get(entry.key)
        if meeting is None:
            meeting = known[entry.key] = Meeting(training_id=training_id, key=entry.key)
            db.session.add(meeting)
        _place(meeting, entry, days)
        meeting.position = position
        meeting.opens_before_minutes = entry.opens_before_minutes
        meeting.late_after_minutes = entry.late_after_minutes
    db.session.flush()  # items need the meetings' ids
    return known


def _remove_meeting(meeting: Meeting) -> None:
    key = meeting.key
    lines = sa.update(ScheduleItem).where(ScheduleItem.meeting_id == meeting.id)
    db.session.execute(lines.values(meeting_id=None))
    db.session.delete(meeting)
    try:
        db.session.flush()  # marks refer to the meeting: the database refuses here
    except sa.exc.IntegrityError as error:
        raise DomainError(
            f"Pertemuan {key} tidak ada lagi di training.yaml, tetapi kehadirannya sudah dicatat."
        ) from error


def _save_schedule(
    training_id: int,
    file: TrainingFile,
    days: Sequence[date],
    meetings: Mapping[str, Meeting],
    modules: Mapping[str, Module],
) -> None:
    known = _known_again(training_id, file, days)
    for position, entry in enumerate(file.schedule):
        item = known.get(position)
        if item is None:
            item = ScheduleItem(training_id=training_id)
            db.session.add(item)
        _place(item, entry, days)
        item.position = position
        item.kind, item.speaker, item.room = ItemKind(entry.kind), entry.speaker, entry.room
        item.lesson_hours, item.quiz_key = entry.lesson_hours or 0, entry.quiz or ""
        item.meeting_id = meetings[entry.meeting].id if entry.meeting else None
        item.module_id = modules[entry.module].id if entry.module else None


def _known_again(
    training_id: int, file: TrainingFile, days: Sequence[date]
) -> dict[int, ScheduleItem]:
    """The rows that stay, by the place of their line in the file; the others are removed."""
    # No two rows may have one position, not even for a moment.
    everything = sa.update(ScheduleItem).where(ScheduleItem.training_id == training_id)
    db.session.execute(everything.values(position=-1 - ScheduleItem.position))
    rows = db.session.execute(ITEMS, {"training_id": training_id}).all()
    stands = [item_entry(*row, days) if row[0].day in days else None for row in rows]
    pairs = _pairs(folder_timetable(file)["schedule"], stands)
    kept = {place: rows[index][0] for place, index in pairs.items()}
    for index in set(range(len(rows))) - set(pairs.values()):
        db.session.delete(rows[index][0])
    db.session.flush()  # their places are free before others take them
    return kept


def _pairs(said: Sequence[Entry], stands: Sequence[Entry | None]) -> dict[int, int]:
    """Which line of the folder is which line here: places in both lists."""
    found: dict[int, int] = {}
    for same in _SAME:
        free: dict[str, list[int]] = {}
        for index, entry in enumerate(stands):
            if entry is not None and index not in found.values():
                free.setdefault(str(same(entry)), []).append(index)
        for place, entry in enumerate(said):
            left = free.get(str(same(entry)), []) if place not in found else []
            if left:
                found[place] = left.pop(0)
    return found


def _move_to(
    training_id: int,
    before: Sequence[date],
    now: Sequence[date],
    document: Document[TrainingFile],
    writing: Writing,
) -> None:
    """The days moved and the timetable stays as it is here: each line goes with its day."""
    meetings = db.session.scalars(MEETINGS, {"training_id": training_id}).all()
    items = [row[0] for row in db.session.execute(ITEMS, {"training_id": training_id})]
    rows: list[Meeting | ScheduleItem] = [*meetings, *items]
    moved = [(row, before.index(row.day)) for row in rows]
    gone = [index for _row, index in moved if index >= len(now)]
    if gone:
        message = f"hari ke-{min(gone) + 1} tidak ada di days, tetapi dipakai jadwal di layar"
        writing.conflicts.append(document.fault(("days",), message))
        return
    for row, index in moved:
        for name in ("starts_at", "ends_at"):
            clock = local(getattr(row, name)).timetz().replace(tzinfo=None)
            setattr(row, name, _moment(now[index], clock))
        row.day = now[index]
