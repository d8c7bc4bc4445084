"""Eight writers want certificates at once: each trainee gets one, the numbers have no gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate, Series
from lms.db import db
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
