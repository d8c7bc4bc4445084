"""The live page over a test: it goes on by itself, keeps the place of whoever reads it, and says
when it no longer can."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from lms import clock
from lms.db import db, transaction
from lms.people.models import SignIn
from tests import factories, quiz_factories
from tests.quiz_factories import NINE

pytestmark = pytest.mark.browser
LIVE = "/pelatihan/bimtek-uji/tes/kelola/tes-akhir/langsung"


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    return quiz_factories.make_quiz(app, world.training_id)


@pytest.fixture
def room(phone, world, quiz_id):
    page = phone(world.budi).new_page()
    page.clock.install()
    page.goto(LIVE)
    return page


def line_of(page, name):
    return page.locator("tr", has_text=name)


def test_who_begins_and_who_is_lost_shows_without_a_reload(app, room, world, quiz_id):
    room.evaluate("window.isTheSamePage = true")
    expect(line_of(room, "Ani Rahmawati")).to_contain_text("Belum mulai")
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=2, is_submitted=False)
    room.clock.run_for(9000)
    expect(line_of(room, "Ani Rahmawati")).to_contain_text("3 dari 3")
    clock.use(lambda: NINE + timedelta(seconds=91))
    room.clock.run_for(9000)
    expect(line_of(room, "Ani Rahmawati")).to_contain_text("Terputus sejak pukul 09.00 WITA")
    expect(room.locator("tbody tr").first).to_contain_text("Ani Rahmawati")
    assert room.evaluate("window.isTheSamePage")


def test_what_has_not_changed_is_left_alone_and_the_keyboard_keeps_its_place(
    app, room, world, quiz_id
):
    room.evaluate("document.querySelector('tbody tr').dataset.kept = 'yes'")
    with room.expect_response(f"**{LIVE}/isi"):
        room.clock.run_for(9000)
    expect(room.locator("tr[data-kept]")).to_have_count(1)
    link = line_of(room, "Agus Salim").get_by_role("link", name="Tambah waktu")
    link.focus()
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    room.clock.run_for(9000)
    expect(line_of(room, "Ani Rahmawati")).to_contain_text("0 dari 3")
    expect(line_of(room, "Agus Salim").get_by_role("link", name="Tambah waktu")).to_be_focused()


def test_without_the_server_it_says_so_and_goes_on_when_it_is_back(app, room, world, quiz_id):
    room.context.set_offline(True)
    room.clock.run_for(9000)
    expect(room.get_by_text("Sambungan ke server terputus.")).to_be_visible()
    with room.expect_response(f"**{LIVE}/isi"):
        room.context.set_offline(False)
        for _turn in range(3):
            room.clock.run_for(9000)
    expect(room.get_by_text("Sambungan ke server terputus.")).to_be_hidden()


def test_when_the_session_has_ended_it_asks_to_sign_in(app, room, world):
    with app.app_context(), transaction():
        db.session.execute(sa.update(SignIn).values(ended_at=NINE))
    room.clock.run_for(9000)
    expect(room.get_by_text("Sesi Anda berakhir, jadi halaman ini")).to_be_visible()


def test_without_scripts_the_page_reloads_itself(phone, world, quiz_id):
    page = phone(world.budi, java_script_enabled=False).new_page()
    page.goto(LIVE)
    expect(line_of(page, "Ani Rahmawati")).to_contain_text("Belum mulai")
    assert page.locator("meta[http-equiv=refresh]").count() == 1
