"""Eight writers want certificates at once: each trainee gets one, the numbers have no gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from certificates.decisions.models import Decision
from certificates.register import services as register
from certificates.register.models import Certificate, Series
from courses.trainings.models import Training
from lms.db import db, transaction
from tests import factories
from tests.certificates import making

WRITERS = 8


@pytest.mark.faults
def test_eight_writers_leave_one_certificate_each_and_no_gap(app, sign_in):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    seats = factories.make_trainees(app, world.training_id, 16)
    making.complete(app, world, *seats)
    making.decide(app, world, *seats)
    browsers = [sign_in(world.citra) for _ in range(WRITERS)]
    tokens = [browser.csrf_token() for browser in browsers]

    def press(place: int) -> int:
        form = {"csrf_token": tokens[place]}
        url = f"/pelatihan/{world.code}/terbitkan"
        return browsers[place].client.post(url, data=form).status_code

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(press, range(WRITERS)))
    assert answers == [303] * WRITERS
    with app.app_context():
        serials = db.session.scalars(sa.select(Certificate.serial).order_by(Certificate.serial))
        assert list(serials) == list(range(1, 17))
        assert db.session.scalar(sa.select(Series.last_serial)) == 16


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    return world


@pytest.mark.faults
def test_pressed_five_times_at_once_gives_one_certificate_that_all_see(app, world, sign_in):
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    browsers = [sign_in(world.citra) for _ in range(5)]
    tokens = [browser.csrf_token() for browser in browsers]

    def press(place: int) -> tuple[int, str]:
        url = f"/pelatihan/{world.code}/terbitkan"
        answer = browsers[place].client.post(
            url, data={"csrf_token": tokens[place]}, follow_redirects=True
        )
        return answer.status_code, answer.get_data(as_text=True)

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(press, range(5)))
    assert [status for status, _page in answers] == [200] * 5
    assert all("800.2/0001/Dinsos/UJI/II/2024" in page for _status, page in answers)
    with app.app_context():
        assert db.session.scalars(sa.select(Certificate.serial)).all() == [1]
        assert db.session.scalar(sa.select(Series.last_serial)) == 1


@pytest.mark.faults
def test_34_issued_at_the_same_time_are_numbered_001_to_034(app, world):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.certificate = training.certificate | {"number_pattern": "{urut:03}/{tahun}"}
    seats = factories.make_trainees(app, world.training_id, 34)
    making.complete(app, world, *seats)
    making.decide(app, world, *seats)
    gate = Barrier(34)

    def give(seat: int) -> str:
        with app.app_context():
            gate.wait(timeout=30)
            with transaction():
                training = db.session.get_one(Training, world.training_id)
                decision = db.session.scalars(
                    sa.select(Decision).where(Decision.enrolment_id == seat)
                ).one()
                (certificate,) = register.issue(
                    training, [decision], public_url="http://localhost", is_specimen=True,
                    actor_id=world.citra, at=making.AT,
                )  # fmt: skip
                return certificate.number

    with ThreadPoolExecutor(34) as pool:
        numbers = list(pool.map(give, seats))
    assert sorted(numbers) == [f"{serial:03}/2024" for serial in range(1, 35)]
