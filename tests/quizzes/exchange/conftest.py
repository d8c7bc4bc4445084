"""The files of questions, and a training that has modules to put them into."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.quiz_factories import NINE

FILES = Path(__file__).parent / "files"


@pytest.fixture
def questions():
    """`questions("gift_basic.gift")` gives the bytes of a file."""
    return lambda name: (FILES / name).read_bytes()


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)
