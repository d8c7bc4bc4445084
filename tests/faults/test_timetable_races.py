"""Four organisers change the same line at once: one is first, the others are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from courses.timetable import queries, services
from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories


@pytest.mark.faults
def test_four_who_change_one_line_change_it_once(app):
    world = factories.make_world(app)
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        line = queries.plan_of(training).lines[0]
        version = training.timetable_version

    def save(number: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    training = db.session.get_one(Training, world.training_id)
                    mine = replace(line, title=f"Judul {number}")
                    services.save_line(training, mine, version=version, actor_id=world.citra)
            except services.StaleTimetableError:
                return "told"
            return "done"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(save, range(4))) == ["done", "told", "told", "told"]
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        assert training.timetable_version == version + 1
        changed = sa.select(AuditEntry.id).where(AuditEntry.action == "timetable.line_changed")
        assert len(db.session.scalars(changed).all()) == 1
