"""Handouts as they would be now, and what was made of them so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from courses.catalogue.models import Curriculum, Module, ModuleVersion
from courses.handouts.models import Handout
from courses.handouts.rules import Format, Making, State, file_name, state_of
from courses.handouts.volumes import Chapter, Volume
from courses.trainings.models import Training
from lms.db import db

_CHAPTERS = (
    sa.select(
        Module.id,
        Module.code,
        Module.title,
        Module.lesson_hours,
        Module.is_self_study,
        Module.version,
        ModuleVersion.reading_minutes,
        ModuleVersion.content_hash,
        ModuleVersion.created_at,
    )
    .join(
        ModuleVersion,
        (ModuleVersion.module_id == Module.id) & (ModuleVersion.number == Module.version),
    )
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(Module.position)
)
_CURRICULUM = sa.select(Curriculum).where(Curriculum.id == sa.bindparam("curriculum_id"))
_MADE = sa.select(Handout).where(Handout.training_id == sa.bindparam("training_id"))


@dataclass(frozen=True)
class Piece:
    """A file to be had: what it would hold now, and how far it is."""

    name: str
    form: Format
    volume: Volume
    row: Handout | None
    state: State

    @property
    def file_name(self) -> str:
        if self.volume.is_whole:
            return file_name("Buku materi", self.volume.title, self.form)
        chapter = self.volume.chapters[0]
        return file_name(f"Modul {chapter.code}", chapter.title, self.form)


def pieces_of(training: Training, public_url: str, now: datetime) -> list[Piece]:
    """The book in both forms, then a PDF of each module; nothing without modules."""
    rows = db.session.scalars(_MADE, {"training_id": training.id})
    made = {(row.name, row.digest): row for row in rows}
    return [
        _piece(volume, form, made, now)
        for volume in _volumes(training, public_url)
        for form in (Format if volume.is_whole else (Format.PDF,))
    ]


def _piece(
    volume: Volume, form: Format, made: dict[tuple[str, str], Handout], now: datetime
) -> Piece:
    name = f"{'buku' if volume.is_whole else volume.chapters[0].code}.{form}"
    row = made.get((name, volume.digest))
    making = Making(row.asked_at, row.failed_at, row.made_at) if row else None
    return Piece(name, form, volume, row, state_of(making, now))


def _volumes(training: Training, public_url: str) -> list[Volume]:
    values = {"curriculum_id": training.curriculum_id}
    chapters = [Chapter(*row) for row in db.session.execute(_CHAPTERS, values)]
    if not chapters:
        return []
    curriculum = db.session.scalars(_CURRICULUM, values).one()

    def volume(parts: Iterable[Chapter], *, is_whole: bool) -> Volume:
        return Volume(
            title=training.title,
            kind=training.kind,
            organiser=training.organiser,
            city=training.city,
            first_day=training.first_day,
            last_day=training.last_day,
            edition=curriculum.editions.get(curriculum.edition, f"Edisi {curriculum.edition}"),
            address=f"{public_url}/pelatihan/{training.code}",
            is_whole=is_whole,
            chapters=tuple(parts),
        )

    modules = [volume([chapter], is_whole=False) for chapter in chapters]
    return [volume(chapters, is_whole=True), *modules]
