"""Writes what was read from a content folder; the same folder twice changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from courses.catalogue.loading import content_hash, save_modules
from courses.catalogue.models import Curriculum, Module
from courses.trainings.models import ItemKind, Meeting, ScheduleItem, Training
from courses.trainings.reading import TrainingContent
from courses.trainings.schema import TrainingFile
from lms import audit, markdown
from lms.db import db
from lms.errors import DomainError
from lms.i18n import WITA


def shifted(days: tuple[date, ...], start: date | None) -> tuple[date, ...]:
    """The training's days, moved so that the first one is `start`."""
    offset = (start - days[0]) if start else timedelta(0)
    return tuple(day + offset for day in days)


def save_training(
    content: TrainingContent, days: tuple[date, ...], *, actor_id: int | None, at: datetime
) -> Training:
    """Create or update the training. Must run inside `transaction()`.

    Raises DomainError where people already left records that the new content has no place for.
    """
    file = content.training
    curriculum = _curriculum(file)
    modules = save_modules(curriculum, file.modules, content.modules, at=at)
    training = db.session.scalar(sa.select(Training).where(Training.code == file.code))
    fingerprint = _fingerprint(content, days)
    if training is None:
        training = Training(code=file.code, rules={})
        db.session.add(training)
    elif training.content_hash == fingerprint:
        return training
    rules = file.rules.model_dump(mode="json")
    if training.id is not None and training.rules != rules:
        training.rules_version += 1
    _describe(training, content, days, curriculum_id=curriculum.id, rules=rules)
    training.content_hash = fingerprint
    db.session.flush()  # meetings and items need the training's id
    meetings = _save_meetings(training.id, file, days)
    _save_schedule(training.id, file, days, meetings, modules)
    audit.record(
        "training.loaded",
        training,
        actor_id=actor_id,
        training_id=training.id,
        content_hash=fingerprint,
        rules_version=training.rules_version,
    )
    return training


def _curriculum(file: TrainingFile) -> Curriculum:
    curriculum = db.session.scalar(sa.select(Curriculum).where(Curriculum.code == file.code))
    if curriculum is None:
        curriculum = Curriculum(code=file.code)
        db.session.add(curriculum)
    curriculum.title, curriculum.edition = file.title, file.edition
    db.session.flush()  # modules need its id
    return curriculum


def _describe(
    training: Training,
    content: TrainingContent,
    days: tuple[date, ...],
    *,
    curriculum_id: int,
    rules: dict[str, Any],
) -> None:
    file = content.training
    training.curriculum_id = curriculum_id
    training.title, training.kind, training.organiser = file.title, file.kind, file.organiser
    training.venue, training.city = file.venue, file.city
    training.first_day, training.last_day = days[0], days[-1]
    training.minutes_per_lesson_hour = file.minutes_per_lesson_hour
    training.quota = file.quota.model_dump(mode="json", exclude_none=True)
    training.regions = list(file.regions)
    training.rules = rules
    training.certificate = file.certificate
    training.commitment_version = file.commitment.version
    training.commitment_html = markdown.render(content.commitment)


def _fingerprint(content: TrainingContent, days: tuple[date, ...]) -> str:
    texts = [(module.code, content_hash(module)) for module in content.modules]
    body = [
        content.training.model_dump(mode="json"),
        texts,
        content.commitment,
        [day.isoformat() for day in days],
    ]
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, WITA)


def _save_meetings(
    training_id: int, file: TrainingFile, days: tuple[date, ...]
) -> dict[str, Meeting]:
    rows = db.session.scalars(sa.select(Meeting).where(Meeting.training_id == training_id))
    known = {meeting.key: meeting for meeting in rows}
    for key in known.keys() - {entry.key for entry in file.meetings}:
        _remove_meeting(known.pop(key))
    for position, entry in enumerate(file.meetings):
        meeting = known.get(entry.key)
        if meeting is None:
            meeting = known[entry.key] = Meeting(training_id=training_id, key=entry.key)
            db.session.add(meeting)
        day = days[entry.day - 1]
        meeting.position, meeting.title, meeting.day = position, entry.title, day
        meeting.starts_at, meeting.ends_at = _moment(day, entry.starts), _moment(day, entry.ends)
        meeting.opens_before_minutes = entry.opens_before_minutes
        meeting.late_after_minutes = entry.late_after_minutes
    db.session.flush()  # items need the meetings' ids
    return known


def _remove_meeting(meeting: Meeting) -> None:
    key = meeting.key
    items = sa.delete(ScheduleItem).where(ScheduleItem.meeting_id == meeting.id)
    db.session.execute(items)
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
    days: tuple[date, ...],
    meetings: Mapping[str, Meeting],
    modules: Mapping[str, Module],
) -> None:
    db.session.execute(sa.delete(ScheduleItem).where(ScheduleItem.training_id == training_id))
    for position, entry in enumerate(file.schedule):
        day = days[entry.day - 1]
        db.session.add(
            ScheduleItem(
                training_id=training_id,
                meeting_id=meetings[entry.meeting].id if entry.meeting else None,
                module_id=modules[entry.module].id if entry.module else None,
                day=day,
                position=position,
                starts_at=_moment(day, entry.starts),
                ends_at=_moment(day, entry.ends),
                title=entry.title,
                kind=ItemKind(entry.kind),
                lesson_hours=entry.lesson_hours or 0,
                quiz_key=entry.quiz or "",
                speaker=entry.speaker,
            )
        )
