"""A code and a number belong to one certificate, whatever else happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from certificates.register import queries
from certificates.register.codes import free_code
from certificates.register.models import Certificate
from lms.db import db, transaction
from tests import factories
from tests.certificates import making


@pytest.fixture
def certificate(app) -> Certificate:
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    (certificate_id,) = making.issue(app, world)
    with app.app_context():
        return db.session.get_one(Certificate, certificate_id)


def test_code_that_is_taken_is_drawn_again_and_nothing_is_overwritten(app, certificate):
    asked = []

    def draw(length: int) -> str:
        asked.append(length)
        return certificate.code if len(asked) < 4 else "ABCDEFGH2345"

    with app.app_context(), transaction():
        assert free_code(draw) == "ABCDEFGH2345"
        assert asked == [12] * 4
        assert queries.by_code(certificate.code).certificate.id == certificate.id
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Certificate)) == 1


def beside(certificate: Certificate, **changes: Any) -> Mapping[str, Any]:
    """Another row that a hand could write, with its own places in every series."""
    row = {
        column.name: getattr(certificate, column.name)
        for column in Certificate.__table__.columns
        if column.name != "id"
    }
    return {**row, "serial": 2, "turn": 1, "number": "007/2025", "code": "BBBBCCCCDDDD", **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"code": None},  # that of the first
        {"code": str.lower},
        {"number": None},
        {"serial": 1},
        {"turn": 0},
    ],
)
def test_second_row_with_the_same_is_refused(app, certificate, changes):
    ((name, value),) = changes.items()
    if value is None or callable(value):
        taken = getattr(certificate, name)
        value = value(taken) if value else taken
    row = beside(certificate, **{name: value})
    with app.app_context():
        with pytest.raises(sa.exc.IntegrityError), transaction():
            db.session.execute(sa.insert(Certificate).values(**row))
        assert queries.by_number(certificate.number).certificate.id == certificate.id


def test_row_that_differs_in_all_of_them_is_taken(app, certificate):
    with app.app_context(), transaction():
        db.session.execute(sa.insert(Certificate).values(**beside(certificate)))
