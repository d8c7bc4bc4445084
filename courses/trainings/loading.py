"""Writes what was read from a content folder; the same folder twice changes nothing."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from courses.catalogue.loading import Texts, save_modules
from courses.catalogue.models import Curriculum
from courses.trainings.exporting import source_of
from courses.trainings.models import Training
from courses.trainings.queries import days_of
from courses.trainings.reading import TrainingContent
from courses.trainings.schema import TrainingFile
from courses.trainings.timetable_loading import save_timetable
from lms import audit, markdown
from lms.content import Merge, Writing, merge
from lms.db import db


def shifted(days: tuple[date, ...], start: date | None) -> tuple[date, ...]:
    """The training's days, moved so that the first one is `start`."""
    offset = (start - days[0]) if start else timedelta(0)
    return tuple(day + offset for day in days)


def save_training(content: TrainingContent, days: tuple[date, ...], writing: Writing) -> Training:
    """Create or update the training. Must run inside `transaction()`.

    Raises DomainError where people already left records that the new content has no place for.
    """
    file = content.training
    curriculum = _curriculum(file)
    texts = Texts(content.modules, content.pictures)
    modules = save_modules(curriculum, file.modules, texts, writing)
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
    days_before = days_of(training) if training.id is not None else ()
    _describe(training, content, days, curriculum_id=curriculum.id, rules=rules)
    training.content_hash = fingerprint
    db.session.flush()  # meetings and items need the training's id
    save_timetable(training, content.document, (days_before, days), modules, writing)
    audit.record(
        "training.loaded",
        training,
        actor_id=writing.actor_id,
        training_id=training.id,
        content_hash=fingerprint,
        rules_version=training.rules_version,
        version=training.timetable_version,
    )
    return training


def _curriculum(file: TrainingFile) -> Curriculum:
    curriculum = db.session.scalar(sa.select(Curriculum).where(Curriculum.code == file.code))
    if curriculum is None:
        curriculum = Curriculum(code=file.code)
        db.session.add(curriculum)
    curriculum.title, curriculum.editions = file.title, file.editions
    if merge(curriculum.base_edition, curriculum.edition, file.edition) is not Merge.KEEP:
        curriculum.edition = file.edition  # where both changed it, the folder's choice counts
    curriculum.base_edition = file.edition
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
    training.confirm = list(file.confirm)
    training.commitment_version = file.commitment.version
    training.commitment_html = markdown.render(content.commitment)
    training.source = source_of(content, days)


def _fingerprint(content: TrainingContent, days: tuple[date, ...]) -> str:
    body = [
        content.training.model_dump(mode="json"),
        [(module.code, module.markdown) for module in content.modules],
        [(name, figure.digest) for name, figure in content.pictures.items()],
        content.commitment,
        content.data_notice,
        [document.content.model_dump(mode="json") for document in content.evaluations],
        [day.isoformat() for day in days],
    ]
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
