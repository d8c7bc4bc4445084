"""The part of a content folder that courses owns, written back as it stands now."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from courses.catalogue.models import Curriculum, Figure, Module, ModuleVersion
from courses.trainings.models import Training
from courses.trainings.queries import days_of
from courses.trainings.reading import TRAINING_FILE, TrainingContent
from courses.trainings.timetable import written_timetable
from lms import files
from lms.content_fields import WRITTEN
from lms.content_writing import yaml_bytes
from lms.db import db

_MODULES = (
    sa.select(Module.code, Module.title, ModuleVersion.markdown)
    .join(
        ModuleVersion,
        (ModuleVersion.module_id == Module.id) & (ModuleVersion.number == Module.version),
    )
    .where(Module.curriculum_id == sa.bindparam("curriculum_id"))
)
_FIGURES = (
    sa.select(Figure.name, Figure.file_key)
    .where(Figure.curriculum_id == sa.bindparam("curriculum_id"), Figure.is_current)
    .order_by(Figure.name)
)


def source_of(content: TrainingContent, days: tuple[date, ...]) -> dict[str, Any]:
    """What a training keeps of its folder, see Training.source."""
    file = content.training
    written = file.model_dump(mode="json", exclude_defaults=True, context=WRITTEN)
    return {
        "training": written | {"days": [day.isoformat() for day in days]},
        "commitment": content.commitment,
        "data_notice": content.data_notice,
        "evaluations": {
            document.file: document.content.model_dump(mode="json", exclude_defaults=True)
            for document in content.evaluations
        },
    }


def training_files(training: Training) -> dict[str, bytes]:
    """training.yaml, modules, pictures, statements and evaluation forms, by their names."""
    source = training.source
    values = {"curriculum_id": training.curriculum_id}
    modules = {row.code: row for row in db.session.execute(_MODULES, values)}
    written = dict(source["training"])
    written |= written_timetable(training.id, days_of(training))
    written["days"] = [date.fromisoformat(day) for day in written["days"]]
    written["edition"] = db.session.get_one(Curriculum, training.curriculum_id).edition
    written["certificate"] = training.certificate
    written["modules"] = [
        entry | {"title": modules[entry["code"]].title} for entry in written["modules"]
    ]
    found = {TRAINING_FILE: yaml_bytes(written)}
    for entry in written["modules"]:
        found[entry["file"]] = modules[entry["code"]].markdown.encode()
    for name in ("commitment", "data_notice"):
        found[written[name]["file"]] = source[name].encode()
    for name, form in source["evaluations"].items():
        found[name] = yaml_bytes(form)
    for name, file_key in db.session.execute(_FIGURES, values):
        found[f"figures/{name}"] = files.store().get(file_key)
    return found
