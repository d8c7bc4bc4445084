"""A training with its people, and the edit page's form as a browser sends it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.catalogue.models import Module, ModuleVersion
from courses.trainings.models import Training
from lms import clock
from lms.db import db, transaction
from tests import factories

ITEMS = ["Gedung dan alamatnya.", "Nilai bantuan tahun ini."]


@pytest.fixture
def world(app):
    world = factories.make_world(app)
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).confirm = list(ITEMS)
    return world


@pytest.fixture
def materi(world):
    return lambda rest="": f"/pelatihan/{world.code}/materi{rest}"


@pytest.fixture
def close(app, world):
    def close_training() -> None:
        with app.app_context(), transaction():
            db.session.get_one(Training, world.training_id).closed_at = clock.now()

    return close_training


@pytest.fixture
def newest(app, world):
    """`newest(1)` is the version that is shown of the second module, with its title."""

    def find(place: int) -> tuple[str, ModuleVersion]:
        with app.app_context():
            title, version = db.session.execute(
                sa.select(Module.title, ModuleVersion)
                .join(ModuleVersion, ModuleVersion.module_id == Module.id)
                .where(Module.id == world.modules[place], ModuleVersion.number == Module.version)
            ).one()
        return title, version

    return find


def written(text: str, version: int = 1, **rest: object) -> dict[str, object]:
    """What the form of the second module sends when its save button is pressed."""
    return {
        "title": "Modul uji 1",
        "opened_title": "Modul uji 1",
        "text": text.replace("\n", "\r\n"),
        "version": version,
        "cursor": "",
        "action": "save",
        **rest,
    }


def said(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())
