"""A volume with its texts and pictures, as a file is made of it."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from courses.catalogue.models import ModuleVersion
from courses.catalogue.queries import figure_of
from courses.handouts.texts import pictures_in
from courses.handouts.volumes import Chapter, Photo, Volume
from lms import files
from lms.db import db

_TEXT = sa.select(ModuleVersion.html).where(
    ModuleVersion.module_id == sa.bindparam("module_id"),
    ModuleVersion.number == sa.bindparam("number"),
)


def filled(volume: Volume, curriculum_id: int) -> Volume:
    chapters = [replace(chapter, html=_text_of(chapter)) for chapter in volume.chapters]
    keys = [key for chapter in chapters for key in pictures_in(chapter.html)]
    photos = {key: photo_of(curriculum_id, key) for key in keys}
    return replace(volume, chapters=tuple(chapters), photos=photos)


def _text_of(chapter: Chapter) -> str:
    values = {"module_id": chapter.module_id, "number": chapter.version}
    return db.session.scalars(_TEXT, values).one()


def photo_of(curriculum_id: int, key: str) -> Photo:
    """A picture by its name and version, as `texts.pictures_in` tells them."""
    name, _mark, version = key.partition("?v=")
    figure = figure_of(curriculum_id, name, version)
    if figure is None:
        raise LookupError(f"the picture {key} is not there")
    return Photo(files.store().get(figure.file_key), figure.media_type)
