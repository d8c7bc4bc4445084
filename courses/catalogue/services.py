"""What a trainee does with a module."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from courses.catalogue.queries import ModuleLine
from courses.trainings.models import ModuleReading
from lms import audit
from lms.db import db

_READING = sa.select(ModuleReading.id).where(
    ModuleReading.enrolment_id == sa.bindparam("enrolment_id"),
    ModuleReading.module_id == sa.bindparam("module_id"),
)


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
