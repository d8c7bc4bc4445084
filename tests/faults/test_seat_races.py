"""Two organisers change the same seat at once: it happens once, and nobody has two seats."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from courses.roster import queries, seats
from courses.roster.columns import Column
from courses.roster.models import SeatChange
from courses.roster.typed import read_typed
from courses.trainings.models import Training
from courses.trainings.quota import Element
from lms.db import db, transaction
from lms.errors import DomainError
from lms.people.regions import REGIONS
from tests import factories

LETTER = seats.Letter("800/12/Dinsos", date(2024, 1, 24), "Yang lama sakit.")


@pytest.fixture
def world(app):
    world = factories.make_world(app)
    factories.set_regions(app, world.training_id, [region.code for region in REGIONS])
    return world


def newcomer(number: int, element: Element, region: str):
    texts = {Column.NAME: f"Pengganti {chr(64 + number)}", Column.PHONE: f"08129999000{number}"}
    reading = read_typed(texts, element=element, region=region, today=date(2024, 1, 25))
    return reading.participants[0]


def together(app, world, act) -> list[str]:
    """What becomes of four who do the same at once."""
    change = seats.Change(world.citra, factories.BEFORE, 14)

    def one(number: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    training = db.session.get_one(Training, world.training_id)
                    act(training, number, change)
            except DomainError:
                return "refused"
            return "done"

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(one, range(1, 5)))


@pytest.mark.faults
def test_four_who_replace_one_person_make_one_substitute(app, world):
    with app.app_context():
        before = len(queries.seats(world.training_id))
        left = queries.trainee(world.training_id, world.ani_seat)[0]
        seat = (left.element, left.region_code)

    def act(training, number, change):
        seats.replace(training, world.ani_seat, newcomer(number, *seat), LETTER, change)

    assert together(app, world, act) == ["done", "refused", "refused", "refused"]
    with app.app_context():
        assert len(queries.seats(world.training_id)) == before
        assert db.session.scalar(sa.select(sa.func.count(SeatChange.id))) == 1


@pytest.mark.faults
def test_four_who_fill_the_last_seat_fill_it_once(app, world):
    def act(training, number, change):
        seats.add_walk_in(training, newcomer(number, Element.ASSISTANT, "63.05"), LETTER, change)

    assert together(app, world, act) == ["done", "refused", "refused", "refused"]
    with app.app_context():
        assert queries.seats(world.training_id).count((Element.ASSISTANT, "63.05")) == 1
