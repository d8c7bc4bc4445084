"""The timetable as training.yaml writes it: that of a folder, and that which stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from courses.catalogue.models import Module
from courses.trainings.models import Meeting, ScheduleItem
from courses.trainings.schema import TrainingFile
from lms.content import hash_of
from lms.db import db
from lms.i18n import local

Entry = dict[str, Any]
MEETINGS = (
    sa.select(Meeting)
    .where(Meeting.training_id == sa.bindparam("training_id"))
    .order_by(Meeting.position, Meeting.id)
)
ITEMS = (
    sa.select(ScheduleItem, Meeting.key, Module.code)
    .outerjoin(Meeting, Meeting.id == ScheduleItem.meeting_id)
    .outerjoin(Module, Module.id == ScheduleItem.module_id)
    .where(ScheduleItem.training_id == sa.bindparam("training_id"))
    .order_by(ScheduleItem.starts_at, ScheduleItem.position)
)


def written_timetable(training_id: int, days: Sequence[date]) -> dict[str, list[Entry]]:
    """Meetings and lines as training.yaml writes them; days by their number."""
    meetings = db.session.scalars(MEETINGS, {"training_id": training_id})
    items = db.session.execute(ITEMS, {"training_id": training_id})
    return {
        "meetings": [_meeting_entry(meeting, days) for meeting in meetings],
        "schedule": [item_entry(*row, days) for row in items],
    }


def folder_timetable(file: TrainingFile) -> dict[str, list[Entry]]:
    written = file.model_dump(mode="json", exclude_defaults=True, include={"meetings", "schedule"})
    return {name: list(written[name]) for name in ("meetings", "schedule")}


def hash_of_timetable(written: Mapping[str, Sequence[Entry]]) -> str:
    """In which order a file has them says nothing."""
    return hash_of(
        {name: sorted(map(hash_of, entries)) for name, entries in sorted(written.items())}
    )


def _clock(moment: datetime) -> str:
    return f"{local(moment):%H.%M}"


def _meeting_entry(meeting: Meeting, days: Sequence[date]) -> Entry:
    entry: Entry = {
        "day": days.index(meeting.day) + 1,
        "title": meeting.title,
        "starts": _clock(meeting.starts_at),
        "ends": _clock(meeting.ends_at),
        "key": meeting.key,
    }
    if meeting.opens_before_minutes != 30:
        entry["opens_before_minutes"] = meeting.opens_before_minutes
    if meeting.late_after_minutes != 15:
        entry["late_after_minutes"] = meeting.late_after_minutes
    return entry


def item_entry(
    item: ScheduleItem, meeting: str | None, module: str | None, days: Sequence[date]
) -> Entry:
    entry: Entry = {
        "day": days.index(item.day) + 1,
        "title": item.title,
        "starts": _clock(item.starts_at),
        "ends": _clock(item.ends_at),
        "kind": item.kind.value,
    }
    more = {
        "meeting": meeting,
        "module": module,
        "lesson_hours": item.lesson_hours,
        "quiz": item.quiz_key,
        "speaker": item.speaker,
        "room": item.room,
    }
    return entry | {name: value for name, value in more.items() if value}
