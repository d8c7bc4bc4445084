from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from courses.attendance import codes, scanning
from courses.attendance.models import AttendanceMark
from lms import clock
from lms.db import db
from tests import factories


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.fixture
def code_of(app) -> Callable[[int], str]:
    """The code that the projector shows now for a meeting."""

    def show(meeting_id: int) -> str:
        with app.app_context():
            return codes.code_at(scanning.secret_of(meeting_id), clock.now())

    return show


@pytest.fixture
def marks(app):
    """`marks(meeting_id)`: the statuses of all rows, oldest first."""

    def read(meeting_id: int) -> list[AttendanceMark]:
        with app.app_context():
            rows = sa.select(AttendanceMark).where(AttendanceMark.meeting_id == meeting_id)
            return list(db.session.scalars(rows.order_by(AttendanceMark.id)))

    return read
