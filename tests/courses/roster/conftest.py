from __future__ import annotations

from pathlib import Path

import pytest

from lms.people.regions import REGIONS
from tests import factories

FILES = Path(__file__).parent / "files"


@pytest.fixture
def world(app):
    """The known people in a training that has all 13 regions; two seats are taken."""
    world = factories.make_world(app)
    factories.set_regions(app, world.training_id, [region.code for region in REGIONS])
    return world


@pytest.fixture
def empty(app):
    """A training of all 13 regions without any trainee; returns its id."""
    training_id, _meetings, _modules = factories.make_training(app, "bimtek-kosong")
    factories.set_regions(app, training_id, [region.code for region in REGIONS])
    return training_id


@pytest.fixture
def roster():
    """`roster("roster_bom_comma.csv")` gives the bytes of a file."""
    return lambda name: (FILES / name).read_bytes()
