"""A training with the sheet for observing, and a trainer who observes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.db import db, transaction
from quizzes.practice.models import Observation
from quizzes.rubrics.loader import keep_rubric
from quizzes.rubrics.schema import RubricFile
from tests import factories
from tests.quizzes.practice.test_views import AT, SHEET


@pytest.fixture
def load_sheet(app):
    def load(world, **changes):
        """Keep a version of the sheet; returns its id."""
        with app.app_context():
            with transaction():
                rubric = keep_rubric(
                    RubricFile.model_validate(SHEET | changes),
                    training_id=world.training_id,
                    actor_id=None,
                    at=AT,
                )
            return rubric.id

    return load


@pytest.fixture
def world(app, at, load_sheet):
    at(AT)
    world = factories.make_world(app)
    load_sheet(world)
    return world


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/praktik"


@pytest.fixture
def budi(world, sign_in):
    return sign_in(world.budi)


@pytest.fixture
def observed(app):
    def read(seat):
        with app.app_context():
            statement = sa.select(Observation).where(Observation.enrolment_id == seat)
            return db.session.scalars(statement.order_by(Observation.number)).all()

    return read
