"""Numbers are given out by several processes while the year ends: none twice, none missing.

The server is the one that `make run` starts, asked over HTTP. Its clock stands in a file, so that
midnight falls where half of the decisions are still to come, however fast the machine is.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate, Series
from courses.trainings.models import Role, Training
from lms import audit
from lms.db import db, transaction
from lms.i18n import local_date
from lms.people import session
from tests import factories
from tests.bench import servers
from tests.bench.world import World, session_of
from tests.certificates import making

pytestmark = pytest.mark.faults
# In WITA the last second of the year and the first of the next; in UTC it is afternoon.
BEFORE = datetime(2024, 12, 31, 15, 59, 59, 999000, tzinfo=UTC)
MIDNIGHT = datetime(2024, 12, 31, 16, 0, tzinfo=UTC)
SEATS, AT_A_TIME, CLIENTS = 16, 2, 5
SERVER = """
import sys
from datetime import datetime
from pathlib import Path
from flask.cli import main
from lms import clock

stands = Path(sys.argv.pop(1))
clock.use(lambda: datetime.fromisoformat(stands.read_text()))
main()
"""


@pytest.fixture
def trainings(app, at):
    """Two trainings whose certificates count in series of their own; gives world and seats."""
    at(BEFORE)
    first = factories.make_world(app, code="satu")
    training_id, meetings, modules = factories.make_training(app, "dua")
    factories.enrol(app, training_id, first.citra, Role.ORGANISER)
    second = replace(first, code="dua", training_id=training_id, meetings=meetings, modules=modules)
    found = []
    for world in (first, second):
        making.prepare_training(app, world)
        with app.app_context(), transaction():
            training = db.session.get_one(Training, world.training_id)
            own = {"series": world.code, "event_code": world.code}
            training.certificate = making.CERTIFICATE | own
        seats = factories.make_trainees(app, world.training_id, SEATS)
        making.complete(app, world, *seats)
        found.append((world, seats))
    return found


@pytest.fixture
def stands(tmp_path) -> Callable[[datetime], Path]:
    """`stands(moment)` sets the clock of the server, for all of its processes at once."""

    def put(moment: datetime) -> Path:
        path, beside = tmp_path / "clock", tmp_path / "clock.new"
        beside.write_text(moment.isoformat())
        return beside.replace(path)

    return put


def press_until(over: Event, app, world, port: int) -> None:
    """An organiser who presses "terbitkan" again and again, and once more at the end."""
    with app.app_context(), transaction():
        token = session.add_row(world.citra, at=BEFORE, hours=12, network="", browser="test")
    cookie, csrf = session_of(app, token)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    is_last = False
    while not is_last:
        is_last = over.is_set()
        connection = HTTPConnection("127.0.0.1", port, timeout=servers.PATIENCE)
        body = urlencode({"csrf_token": csrf})
        connection.request("POST", f"/pelatihan/{world.code}/terbitkan", body, headers)
        assert connection.getresponse().status == 303
        connection.close()


def test_r5_numbers_across_the_end_of_the_year_in_wita(
    app, trainings, stands, database_url, tmp_path, monkeypatch
):
    monkeypatch.setenv("QUEUE_URL", "none")
    site = World(tmp_path, database_url, secret=app.config["SECRET_KEY"])
    arguments = ("--app", "wsgi", "serve", "--bind", "127.0.0.1:{port}")
    clock, over = stands(BEFORE), Event()
    with (
        servers.started(site, "-c", SERVER, str(clock), *arguments) as server,
        ThreadPoolExecutor(CLIENTS * len(trainings)) as pool,
    ):
        pressing = [
            pool.submit(press_until, over, app, world, server.port)
            for world, _seats in trainings
            for _ in range(CLIENTS)
        ]
        try:
            for place in range(0, SEATS, AT_A_TIME):
                if place == SEATS // 2:
                    wait_for_numbers(app, len(trainings))
                    stands(MIDNIGHT)
                for world, seats in trainings:
                    making.decide(app, world, *seats[place : place + AT_A_TIME])
        finally:
            over.set()
        for each in pressing:
            each.result()
    assert_gapless(app, trainings)


def wait_for_numbers(app, series: int) -> None:
    """Each series has begun; what else is decided may be issued on either side of midnight."""
    until = time.monotonic() + servers.PATIENCE
    begun = 0
    while begun < series:
        assert time.monotonic() < until
        Event().wait(0.05)
        with app.app_context():
            begun = db.session.scalar(sa.select(sa.func.count()).select_from(Series))


def assert_gapless(app, trainings) -> None:
    with app.app_context():
        rows = db.session.execute(
            sa.select(Certificate, Series)
            .join(Series, Series.id == Certificate.series_id)
            .order_by(Certificate.id)
        ).all()
        given: dict[Series, list[int]] = defaultdict(list)
        for certificate, series in rows:
            given[series].append(certificate.serial)
            assert local_date(certificate.issued_at).year == series.year
            assert certificate.issued_at.year == 2024, "by UTC the year has not ended"
            assert certificate.number.split("/")[1::4] == [
                f"{certificate.serial:04d}",
                str(series.year),
            ]
        assert {(series.name, series.year) for series in given} == {
            (name, year) for name in ("satu", "dua") for year in (2024, 2025)
        }
        for series, serials in given.items():
            assert sorted(serials) == list(range(1, series.last_serial + 1))
        assert len({certificate.number for certificate, _ in rows}) == len(rows)
        assert {certificate.enrolment_id for certificate, _ in rows} == {
            seat for _world, seats in trainings for seat in seats
        }
        assert len(rows) == SEATS * len(trainings)
        assert audit.first_broken() is None
