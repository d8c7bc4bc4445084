"""Writes modules from a content folder: a changed text is a new version, an equal one nothing."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from courses.catalogue.figures import FigureFile, pictures
from courses.catalogue.models import Curriculum, Figure, Module, ModuleVersion
from courses.catalogue.schema import ModuleEntry, ModuleText
from lms import files, markdown
from lms.db import db
from lms.errors import DomainError

WORDS_A_MINUTE = 180  # an adult reading Indonesian prose on a phone
SVG = "image/svg+xml"
SUFFIX = ".svg"


def keep_figures(texts: Iterable[ModuleText]) -> None:
    """Put the drawings into the store, before the transaction: a store may be slow."""
    for text in texts:
        for figure in text.figures:
            files.store().put(figure.data, SUFFIX)


def save_modules(
    curriculum: Curriculum,
    entries: Iterable[ModuleEntry],
    texts: Iterable[ModuleText],
    *,
    at: datetime,
) -> dict[str, Module]:
    """Create or update a curriculum's modules; returns them by code.

    Raises DomainError for a module that is gone from the folder: people's reading refers to it.
    """
    rows = db.session.scalars(sa.select(Module).where(Module.curriculum_id == curriculum.id))
    known = {module.code: module for module in rows}
    entries = list(entries)
    gone = known.keys() - {entry.code for entry in entries}
    if gone:
        raise DomainError(f"Modul {', '.join(sorted(gone))} tidak ada lagi di training.yaml.")
    for earlier in known.values():
        earlier.position = -earlier.id  # frees every place, so that modules can change order
    db.session.flush()
    for position, entry in enumerate(entries):
        module = known.get(entry.code)
        if module is None:
            module = known[entry.code] = Module(curriculum_id=curriculum.id, code=entry.code)
            module.version = 0
            db.session.add(module)
        module.position, module.title = position, entry.title
        module.lesson_hours, module.is_self_study = entry.lesson_hours, entry.self_study
    db.session.flush()  # versions need the modules' ids
    texts = list(texts)
    _save_figures(curriculum.id, (figure for text in texts for figure in text.figures))
    for text in texts:
        _save_text(known[text.code], text, at=at)
    return known


def content_hash(text: ModuleText) -> str:
    """Changes with the words and with every drawing."""
    parts = [text.markdown, *(f"{figure.name} {figure.digest}" for figure in text.figures)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _save_figures(curriculum_id: int, figures: Iterable[FigureFile]) -> None:
    rows = db.session.scalars(sa.select(Figure).where(Figure.curriculum_id == curriculum_id))
    known = {row.name: row for row in rows}
    named = {figure.name: figure for figure in figures}
    for name in known.keys() - named.keys():
        db.session.delete(known[name])
    for name, figure in named.items():
        row = known.get(name)
        if row is None:
            row = Figure(curriculum_id=curriculum_id, name=name)
            db.session.add(row)
        row.file_key, row.size = files.key_of(figure.data, SUFFIX), len(figure.data)
        row.media_type = SVG


def _save_text(module: Module, text: ModuleText, *, at: datetime) -> None:
    digest = content_hash(text)
    newest = db.session.scalar(
        sa.select(ModuleVersion.content_hash).where(
            ModuleVersion.module_id == module.id, ModuleVersion.number == module.version
        )
    )
    if newest == digest:
        return
    module.version += 1
    db.session.add(
        ModuleVersion(
            module_id=module.id,
            number=module.version,
            markdown=text.markdown,
            html=markdown.render(text.markdown, pictures(text.figures)),
            reading_minutes=max(1, math.ceil(len(text.markdown.split()) / WORDS_A_MINUTE)),
            content_hash=digest,
            created_at=at,
        )
    )
