"""What is done with modules: their texts change, their pictures are kept, trainees finish them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from courses.catalogue.editions import for_edition
from courses.catalogue.figures import MEDIA_TYPES, FigureFile
from courses.catalogue.models import Curriculum, Figure, Module, ModuleVersion
from courses.catalogue.queries import ModuleLine, picture_sizes, pictures_of
from courses.catalogue.rules import fetched_bytes
from courses.trainings.models import ModuleReading
from lms import audit, files, markdown
from lms.content import hash_of
from lms.db import db
from lms.markdown import Picture

WORDS_A_MINUTE = 180  # an adult reading Indonesian prose on a phone

_READING = sa.select(ModuleReading.id).where(
    ModuleReading.enrolment_id == sa.bindparam("enrolment_id"),
    ModuleReading.module_id == sa.bindparam("module_id"),
)
_NEWEST = (
    sa.select(Module, ModuleVersion)
    .join(
        ModuleVersion,
        (ModuleVersion.module_id == Module.id) & (ModuleVersion.number == Module.version),
    )
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
    .order_by(Module.position)
)


def save_text(
    module: Module,
    text: str,
    *,
    edition: str,
    pictures: Mapping[str, Picture],
    author_id: int | None,
    at: datetime,
    note: str = "",
) -> bool:
    """Make the text the module's next version; the same text, seen the same, is nothing at all.

    The caller has checked it with `schema.check_module`.
    """
    html = markdown.render(for_edition(text, edition), pictures)
    digest = hash_of([text, html])
    newest = sa.select(ModuleVersion.content_hash).where(
        ModuleVersion.module_id == module.id, ModuleVersion.number == module.version
    )
    if db.session.scalar(newest) == digest:
        return False
    module.version += 1
    db.session.add(
        ModuleVersion(
            module_id=module.id,
            number=module.version,
            markdown=text,
            html=html,
            reading_minutes=reading_minutes(for_edition(text, edition)),
            size=fetched_bytes(html, picture_sizes(module.curriculum_id)),
            content_hash=digest,
            author_id=author_id,
            note=note,
            created_at=at,
        )
    )
    db.session.flush()
    return True


def reading_minutes(text: str) -> int:
    return max(1, math.ceil(len(text.split()) / WORDS_A_MINUTE))


def render_modules(curriculum: Curriculum, *, author_id: int | None, at: datetime) -> list[str]:
    """Show every module in the curriculum's edition and with today's pictures.

    Returns the codes of those that read differently now, and so have a new version.
    """
    pictures = pictures_of(curriculum.id)
    rows = db.session.execute(_NEWEST, {"curriculum_id": curriculum.id}).all()
    return [
        module.code
        for module, version in rows
        if save_text(
            module,
            version.markdown,
            edition=curriculum.edition,
            pictures=pictures,
            author_id=author_id,
            at=at,
        )
    ]


def store_figures(figures: Iterable[FigureFile]) -> None:
    """Put pictures into the store, before the transaction: a store may be slow."""
    for figure in figures:
        files.store().put(figure.data, f".{figure.suffix}")


def keep_figure(curriculum_id: int, figure: FigureFile) -> Figure:
    """Let the curriculum's texts show this picture under its name from now on."""
    of_name = (Figure.curriculum_id == curriculum_id) & (Figure.name == figure.name)
    rows = list(db.session.scalars(sa.select(Figure).where(of_name)))
    found = next((row for row in rows if row.digest == figure.digest), None)
    if found is None:
        found = Figure(
            curriculum_id=curriculum_id,
            name=figure.name,
            digest=figure.digest,
            file_key=files.key_of(figure.data, f".{figure.suffix}"),
            size=len(figure.data),
            width=figure.width,
            height=figure.height,
            media_type=MEDIA_TYPES[figure.suffix],
        )
        db.session.add(found)
    for row in rows:
        row.is_current = row is found
    found.is_current = True
    db.session.flush()
    return found


def finish_module(
    module: ModuleLine, enrolment_id: int, *, training_id: int, actor_id: int, at: datetime
) -> None:
    """Note that the trainee read the module; saying it again changes nothing."""
    values = {"enrolment_id": enrolment_id, "module_id": module.id}
    if db.session.scalar(_READING, values) is not None:
        return
    reading = ModuleReading(**values, version=module.version, finished_at=at)
    db.session.add(reading)
    audit.record(
        "module.finished",
        reading,
        actor_id=actor_id,
        training_id=training_id,
        module=module.code,
        version=module.version,
    )
