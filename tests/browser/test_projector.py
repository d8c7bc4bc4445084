"""The projector's page over a long day: the code changes, the network goes, the session ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from courses.attendance import codes, scanning
from lms import clock
from lms.db import db, transaction
from lms.people.models import SignIn
from tests import factories
from tests.factories import DAY_1, wita

pytestmark = pytest.mark.browser
EIGHT = wita(DAY_1, "08.04")
SCREEN = "/pelatihan/bimtek-uji/hadir/h1-pagi/layar"


@pytest.fixture
def world(app, at):
    at(EIGHT)
    return factories.make_world(app)


@pytest.fixture
def projector(phone, world):
    page = phone(world.budi).new_page()
    page.clock.install()
    page.goto(SCREEN)
    return page


def letters(app, world, moment):
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), moment)
    return f"{code[:3]} {code[3:]}"


def test_the_countdown_runs_and_asks_the_server_only_for_what_changes(app, projector, world):
    # The countdown begins with the page, which may take its time to come.
    projector.clock.pause_at(datetime.now(UTC) + timedelta(days=1))
    projector.reload()
    asked = []
    projector.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    expect(projector.get_by_text("ganti dalam 15 detik")).to_be_visible()
    projector.clock.run_for(4000)
    expect(projector.get_by_text("ganti dalam 11 detik")).to_be_visible()
    assert not {"isi", "nama"} & set(asked)
    clock.use(lambda: EIGHT + timedelta(seconds=15))
    with projector.expect_response("**/layar/isi"):
        for _step in range(4):
            projector.clock.run_for(3000)
        projector.clock.resume()  # for what had to wait until a reply was there
    expect(projector.locator(".screen__letters")).to_have_text(
        letters(app, world, EIGHT + timedelta(seconds=15))
    )
    assert asked.count("isi") == 1
    assert 1 <= asked.count("nama") <= 3


def test_it_says_that_the_network_is_gone_and_comes_back_by_itself(app, projector, world):
    projector.context.set_offline(True)
    projector.clock.run_for(6000)
    expect(projector.get_by_text("Sambungan ke server terputus")).to_be_visible()
    expect(projector.locator(".screen__letters")).to_be_visible()  # still taken
    projector.clock.run_for(60_000)
    expect(projector.locator(".screen__letters")).to_be_hidden()  # nobody scans an old code
    expect(projector.get_by_text("lalu ketik kode ini")).to_be_hidden()
    clock.use(lambda: EIGHT + timedelta(seconds=75))
    projector.context.set_offline(False)
    projector.clock.run_for(4000)
    expect(projector.locator(".screen__letters")).to_have_text(
        letters(app, world, EIGHT + timedelta(seconds=75))
    )
    expect(projector.locator(".screen__letters")).to_be_visible()
    expect(projector.get_by_text("Sambungan ke server terputus")).to_be_hidden()


def test_a_session_that_ended_is_told_in_words(app, projector, world):
    with app.app_context(), transaction():
        db.session.execute(sa.update(SignIn).values(ended_at=EIGHT))
    projector.clock.run_for(6000)
    expect(projector.get_by_text("Sesi Anda berakhir")).to_be_visible()
    expect(projector.locator(".screen__letters")).to_be_hidden()
    again = projector.get_by_role("link", name="Masuk lagi")
    expect(again).to_have_attribute("href", f"/masuk?lanjut={SCREEN}")


def test_hours_leave_nothing_behind(projector, world):
    def nodes():
        session = projector.context.new_cdp_session(projector)
        session.send("HeapProfiler.collectGarbage")
        found = session.send("Memory.getDOMCounters")
        session.detach()
        return found["nodes"], found["jsEventListeners"]

    projector.clock.run_for(16_000)
    expect(projector.get_by_text("ganti dalam")).to_be_visible()
    before = nodes()
    for turn in range(20):  # what each turn left behind would show by now
        with projector.expect_response("**/layar/isi"):
            projector.clock.run_for(16_000)
        clock.use(lambda turn=turn: EIGHT + timedelta(seconds=15 * turn))
    after = nodes()
    assert after[0] <= before[0] * 1.5
    assert after[1] <= before[1] + 2
