"""Saving what was written on screen, never over somebody else's text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.authoring.pictures import free_name
from courses.authoring.rules import tidy, without_flag
from courses.catalogue import services as catalogue
from courses.catalogue.figures import FigureFile
from courses.catalogue.models import Curriculum, Figure, Module, ModuleVersion
from courses.catalogue.queries import pictures_of
from courses.trainings.models import Training
from lms import audit
from lms.db import db
from lms.errors import DomainError

_MODULE = sa.select(Module).where(
    Module.curriculum_id == sa.bindparam("curriculum_id"), Module.code == sa.bindparam("code")
)
_TEXT = sa.select(ModuleVersion.markdown).where(
    ModuleVersion.module_id == sa.bindparam("module_id"),
    ModuleVersion.number == sa.bindparam("number"),
)
_FIGURES = sa.select(Figure.name, Figure.digest, Figure.is_current).where(
    Figure.curriculum_id == sa.bindparam("curriculum_id")
)


class TrainingClosedError(DomainError):
    """What was taught stays as it was once the training is closed."""


class StaleTextError(DomainError):
    """Somebody saved another text since this one was opened."""


@dataclass(frozen=True)
class Draft:
    """What somebody wrote, and what they saw when they began."""

    title: str
    text: str
    version: int
    opened_title: str
    note: str = ""


def refuse_if_closed(training: Training) -> None:
    if training.closed_at is not None:
        raise TrainingClosedError(
            _("Pelatihan ini sudah ditutup, jadi materinya tidak diubah lagi.")
        )


def save_module(
    training: Training, code: str, draft: Draft, *, actor_id: int, at: datetime
) -> int | None:
    """Make the draft the module's newest version and return its number; the same is nothing.

    Raises StaleTextError if somebody else's text came between.
    """
    refuse_if_closed(training)
    module = _module(training.curriculum_id, code)
    newest = _text(module, module.version)
    is_same_text = tidy(newest) == draft.text
    if is_same_text and module.title == draft.title:
        return None
    if _is_stale(module, newest, draft):
        raise StaleTextError(_("Modul ini sudah diubah orang lain sejak Anda membukanya."))
    old_title, module.title = module.title, draft.title
    if not is_same_text:
        _add_version(module, draft, actor_id=actor_id, at=at)
    audit.record(
        "module.saved",
        module,
        actor_id=actor_id,
        training_id=training.id,
        reason=draft.note,
        module=code,
        version=module.version,
        **({} if old_title == module.title else {"title": module.title, "old_title": old_title}),
    )
    return module.version


def restore(
    training: Training, code: str, number: int, *, version: int, actor_id: int, at: datetime
) -> int | None:
    """Make the text of an earlier version the newest one."""
    module = _module(training.curriculum_id, code)
    draft = Draft(
        title=module.title,
        text=tidy(_text(module, number)),
        version=version,
        opened_title=module.title,
        note=f"Kembali ke versi {number}",  # kept, so in one language whoever presses
    )
    return save_module(training, code, draft, actor_id=actor_id, at=at)


def settle_flag(
    training: Training,
    code: str,
    number: int,
    *,
    version: int,
    source: str,
    actor_id: int,
    at: datetime,
) -> int | None:
    """Take a flag away from what is certain now; who says so is the version's note."""
    module = _module(training.curriculum_id, code)
    text = tidy(_text(module, module.version))
    if module.version != version:
        raise StaleTextError(_("Modul ini sudah berubah. Buka lagi daftarnya."))
    draft = Draft(
        title=module.title,
        text=without_flag(text, number),
        version=version,
        opened_title=module.title,
        note=f"Dipastikan: {source}",  # kept, so in one language whoever presses
    )
    return save_module(training, code, draft, actor_id=actor_id, at=at)


def add_picture(training: Training, figure: FigureFile, *, actor_id: int) -> FigureFile:
    """Keep a picture that is in the store already, under a name that no other one has.

    The same picture again is the one that is there.
    """
    refuse_if_closed(training)
    rows = db.session.execute(_FIGURES, {"curriculum_id": training.curriculum_id}).all()
    for name, digest, is_current in rows:
        if digest == figure.digest and is_current:
            return replace(figure, name=name)
    figure = replace(figure, name=free_name(figure.name, {row.name for row in rows}))
    kept = catalogue.keep_figure(training.curriculum_id, figure)
    audit.record(
        "figure.added",
        kept,
        actor_id=actor_id,
        training_id=training.id,
        name=figure.name,
        size=len(figure.data),
    )
    return figure


def choose_edition(
    training: Training, edition: str, *, actor_id: int, at: datetime
) -> list[str] | None:
    """Show the curriculum in another of its editions; returns the modules that read differently.

    The edition that is shown already is nothing at all.
    """
    refuse_if_closed(training)
    curriculum = db.session.get_one(Curriculum, training.curriculum_id)
    if curriculum.edition == edition:
        return None
    if edition not in curriculum.editions:
        raise ValueError(f"no edition {edition!r}")
    old, curriculum.edition = curriculum.edition, edition
    changed = catalogue.render_modules(curriculum, author_id=actor_id, at=at)
    audit.record(
        "edition.chosen",
        curriculum,
        actor_id=actor_id,
        training_id=training.id,
        old=old,
        edition=edition,
        modules=changed,
    )
    return changed


def _module(curriculum_id: int, code: str) -> Module:
    return db.session.scalars(_MODULE, {"curriculum_id": curriculum_id, "code": code}).one()


def _text(module: Module, number: int) -> str | None:
    return db.session.scalar(_TEXT, {"module_id": module.id, "number": number})


def _is_stale(module: Module, newest: str | None, draft: Draft) -> bool:
    """A version that only shows the same words differently took nothing from anybody."""
    if module.title not in (draft.opened_title, draft.title):
        return True
    return module.version != draft.version and _text(module, draft.version) != newest


def _add_version(module: Module, draft: Draft, *, actor_id: int, at: datetime) -> None:
    curriculum = db.session.get_one(Curriculum, module.curriculum_id)
    catalogue.save_text(
        module,
        draft.text,
        edition=curriculum.edition,
        pictures=pictures_of(curriculum.id),
        author_id=actor_id,
        at=at,
        note=draft.note,
    )
