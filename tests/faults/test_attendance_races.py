"""Many at once, and the same person twice: each is marked exactly once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from courses.attendance import codes, scanning
from courses.attendance.models import AttendanceMark
from courses.trainings.models import Enrolment, ModuleReading
from lms import audit, clock
from lms.db import db
from tests import factories
from tests.factories import DAY_1, wita

pytestmark = pytest.mark.faults


@pytest.fixture
def world(app, at):
    at(wita(DAY_1, "08.04"))
    return factories.make_world(app)


def at_once(posts):
    with ThreadPoolExecutor(len(posts)) as pool:
        return [answer.status_code for answer in pool.map(lambda post: post(), posts)]


def with_token(browser, url, fields):
    """A POST whose token is already at hand, so that all of them start together."""
    data = {"csrf_token": browser.csrf_token(), **fields}
    return lambda: browser.client.post(url, data=data)


def test_one_person_tapping_on_four_devices_is_marked_once(app, world, sign_in):
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), clock.now())
    url = f"/pelatihan/{world.code}/hadir"
    posts = [with_token(sign_in(world.ani), url, {"code": code}) for _ in range(4)]
    assert at_once(posts) == [303] * 4
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 1
        assert audit.first_broken() is None


def test_a_whole_class_scans_in_the_same_second(app, world, sign_in):
    factories.make_trainees(app, world.training_id, 10)
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), clock.now())
        people = db.session.scalars(
            sa.select(Enrolment.person_id).where(Enrolment.role == "trainee")
        ).all()
    url = f"/hadir/{world.code}/h1-pagi/{code}"
    assert at_once([with_token(sign_in(person), url, {}) for person in people]) == [303] * 12
    with app.app_context():
        marked = db.session.scalars(sa.select(AttendanceMark.enrolment_id)).all()
        assert len(marked) == len(set(marked)) == 12
        assert audit.first_broken() is None


def test_two_trainers_at_once_make_one_mark_and_one_refusal(app, world, sign_in):
    url = f"/pelatihan/{world.code}/hadir/h1-pagi/peserta/{world.ani_seat}"
    posts = [
        with_token(sign_in(world.budi), url, {"status": "present", "expected": "0"}),
        with_token(sign_in(world.citra), url, {"status": "sick", "expected": "0"}),
    ]
    assert sorted(at_once(posts)) == [303, 409]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 1


def test_a_module_finished_twice_at_once_is_finished_once(app, world, sign_in):
    url = f"/pelatihan/{world.code}/modul/PS-00/selesai"
    posts = [with_token(sign_in(world.ani), url, {}) for _ in range(4)]
    assert at_once(posts) == [303] * 4
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ModuleReading.id))) == 1
