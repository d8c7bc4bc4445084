"""Many press at once: one reading each time, and one attempt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from lms.audit import first_broken
from lms.db import db
from quizzes.printed.models import Keying
from tests import quiz_factories
from tests.quizzes.printed.conftest import TIMES

PEOPLE = 6

pytestmark = pytest.mark.faults


@pytest.fixture
def at_once(app, sign_in, world, sheet, right):
    """`at_once(who, seen)`: so many send the same whole sheet at the same moment."""

    def press(people, seen):
        gate = Barrier(len(people))
        browsers = [sign_in(person) for person in people]
        tabs = [(browser.client, browser.csrf_token()) for browser in browsers]

        def send(tab):
            client, token = tab
            fields = {"csrf_token": token, **right, **(TIMES if seen else {}), "salinan": seen}
            gate.wait(timeout=30)
            return client.post(sheet, data=fields).status_code

        with ThreadPoolExecutor(len(people)) as pool:
            return sorted(pool.map(send, tabs))

    return press


def readings(app):
    with app.app_context():
        assert first_broken() is None
        return db.session.scalar(sa.select(sa.func.count(Keying.id)))


def test_one_person_pressing_many_times_keys_once_and_makes_one_attempt(app, world, at_once):
    assert at_once([world.budi] * PEOPLE, 0) == [303] * PEOPLE
    assert readings(app) == 1
    assert at_once([world.budi] * PEOPLE, 1) == [303] * PEOPLE
    assert readings(app) == 2
    assert [each.number for each in quiz_factories.attempts(app)] == [1]


def test_two_people_with_the_same_sheet_make_one_attempt(app, world, at_once):
    people = [world.budi, world.citra] * (PEOPLE // 2)
    assert readings(app) == 0
    assert at_once(people, 0) == [303] * 3 + [409] * 3
    assert readings(app) == 1
    assert at_once(people, 1) == [303] * 3 + [409] * 3
    assert readings(app) == 2
    assert len(quiz_factories.attempts(app)) == 1


def test_a_sheet_and_a_screen_never_give_an_attempt_too_many(app, world, quiz_id, at_once, sign_in):
    """One attempt is left: it is begun on the screen while the sheet is keyed to its end."""
    quiz_factories.sit(app, quiz_id, world.ani_seat)
    assert at_once([world.budi], 0) == [303]
    ani = sign_in(world.ani)
    token = ani.csrf_token()
    gate = Barrier(2)

    def begin():
        gate.wait(timeout=30)
        return ani.client.post(
            "/pelatihan/bimtek-uji/tes/tes-akhir/mulai", data={"csrf_token": token}
        ).status_code

    def finish():
        gate.wait(timeout=30)
        return at_once([world.citra], 1)

    with ThreadPoolExecutor(2) as pool:
        begun, keyed = pool.submit(begin), pool.submit(finish)
        assert begun.result() == 303
        assert keyed.result() in ([303], [409])
    numbers = [each.number for each in quiz_factories.attempts(app)]
    assert numbers == [1, 2]
