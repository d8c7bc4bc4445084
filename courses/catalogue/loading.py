"""Writes modules and pictures from a content folder: what it did not change stays as it is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from courses.catalogue import services
from courses.catalogue.figures import FigureFile
from courses.catalogue.models import Curriculum, Module, ModuleVersion
from courses.catalogue.queries import pictures_of
from courses.catalogue.schema import ModuleEntry, ModuleText
from lms.content import CHANGED_HERE, WHOLE_FILE, Fault, Writing, hash_of
from lms.db import db
from lms.errors import DomainError


@dataclass(frozen=True)
class Texts:
    """What a folder has of a curriculum beside training.yaml."""

    modules: Iterable[ModuleText]
    figures: Mapping[str, FigureFile]


def save_modules(
    curriculum: Curriculum, entries: Iterable[ModuleEntry], texts: Texts, writing: Writing
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
            module.version, module.title = 0, entry.title
            db.session.add(module)
        module.position = position
        module.lesson_hours, module.is_self_study = entry.lesson_hours, entry.self_study
    db.session.flush()  # versions need the modules' ids
    for figure in texts.figures.values():
        services.keep_figure(curriculum.id, figure)
    titles = {entry.code: entry.title for entry in entries}
    for text in texts.modules:
        _take(known[text.code], titles[text.code], text, curriculum, writing)
    services.render_modules(curriculum, author_id=writing.actor_id, at=writing.at)
    return known


def _take(
    module: Module, title: str, text: ModuleText, curriculum: Curriculum, writing: Writing
) -> None:
    theirs = hash_of([title, text.markdown])
    newest = db.session.scalar(
        sa.select(ModuleVersion.markdown).where(
            ModuleVersion.module_id == module.id, ModuleVersion.number == module.version
        )
    )
    ours = None if newest is None else hash_of([module.title, newest])
    fault = Fault(text.file, WHOLE_FILE, f"modul {module.code} {CHANGED_HERE}")
    if writing.takes(module.base_hash, ours, theirs, fault):
        module.title = title
        services.save_text(
            module,
            text.markdown,
            edition=curriculum.edition,
            pictures=pictures_of(curriculum.id),
            author_id=writing.actor_id,
            at=writing.at,
        )
    module.base_hash = theirs
