"""A training with two certificates that nobody signed yet, and the pages around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate
from courses.trainings.models import Training
from lms.db import db, transaction
from lms.people.models import Person
from tests.certificates import making
from tests.certificates.signing.conftest import (  # noqa: F401 - fixtures
    authority,
    install,
    key_file,
    make_key,
    password_file,
)

SHOWN = re.compile(r'name="shown" type="hidden" value="([0-9a-f]{64})"')
REASON = "Satu huruf pada nama keliru."


def page_of(world: Any, name: str) -> str:
    return f"/pelatihan/{world.code}/{name}"


def certificates(app) -> list[Certificate]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Certificate).order_by(Certificate.id)))


def rename(app, person: int, name: str) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, person).name = name


def change_settings(app, world, **settings: Any) -> None:
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.certificate = {**training.certificate, **settings}


def shown_on(page: str) -> str:
    found = SHOWN.search(page)
    assert found, page
    return found[1]


@pytest.fixture
def reissue(world) -> Callable[..., Any]:
    """`reissue(citra, 1)` looks at the preview and presses the button."""

    def press(browser, certificate_id: int, reason: str = REASON):
        url = page_of(world, f"register/{certificate_id}/cetak-ulang")
        looked = browser.get(url)
        if looked.status_code != 200:
            return looked
        shown = shown_on(looked.get_data(as_text=True))
        return browser.post(url, {"reason": reason, "shown": shown})

    return press


@pytest.fixture
def cancel(world) -> Callable[..., Any]:
    def press(browser, batch_id: int = 1, reason: str = "Diterbitkan terlalu dini."):
        return browser.post(page_of(world, f"register/batal/{batch_id}"), {"reason": reason})

    return press


@pytest.fixture
def status(browser) -> Callable[[str], str]:
    """What a program reads of a code."""

    def ask(code: str) -> str:
        answer = browser.get(f"/v/{code}", headers={"Accept": "application/json"})
        found: str = answer.json["status"]
        return found

    return ask


@pytest.fixture
def issued(app, world) -> list[int]:
    making.decide(app, world, world.ani_seat, world.agus_seat)
    return making.issue(app, world, render=True)
