"""A trainer's phone at the door: taps that load nothing, and taps without signal."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from courses.attendance import services
from courses.attendance.models import AttendanceMark, Status
from courses.attendance.services import Hand
from courses.trainings.models import Meeting
from lms import clock
from lms.db import db, transaction
from tests import factories
from tests.browser.checks import Watch
from tests.browser.conftest import cookie_of
from tests.factories import DAY_1, wita

pytestmark = pytest.mark.browser
DOOR = "/pelatihan/bimtek-uji/hadir/h1-pagi"
EIGHT = wita(DAY_1, "08.04")
KEPT = "tersimpan di ponsel, belum terkirim"


@pytest.fixture
def world(app, at):
    at(EIGHT)
    return factories.make_world(app)


@pytest.fixture
def rows(app):
    def read():
        with app.app_context():
            return list(db.session.scalars(sa.select(AttendanceMark).order_by(AttendanceMark.id)))

    return read


@pytest.fixture
def budi(phone, world):
    return phone(world.budi)


def line(page, name):
    return page.locator(".taking__line").filter(has_text=name)


def tap(page, name, label):
    line(page, name).get_by_role("button", name=f"{label} {name}", exact=True).click()


def mark_as(app, world, seat, status, who):
    with app.app_context(), transaction():
        meeting = db.session.get_one(Meeting, world.meetings[0])
        hand = Hand(status, None, "", expected=0)
        services.mark_by_hand(meeting, seat, hand, actor_id=who, at=clock.now())


def online_again(context, page, later=timedelta(minutes=30)):
    clock.use(lambda: EIGHT + later)
    context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_a_tap_does_not_load_the_page_and_the_counts_follow(world, budi, rows):
    page = budi.new_page()
    with Watch(page) as watch:
        page.goto(DOOR)
        page.evaluate("window.stayed = true")
        tap(page, "Ani Rahmawati", "Hadir")
        expect(line(page, "Ani Rahmawati")).to_contain_text("Hadir 08.00")
        assert page.evaluate("window.stayed")
        line(page, "Agus Salim").locator("summary").click()
        line(page, "Agus Salim").get_by_label("Menit atau jam datang").fill("25")
        tap(page, "Agus Salim", "Catat terlambat")
        expect(line(page, "Agus Salim")).to_contain_text("Terlambat 08.25")
        expect(page.locator(".tally__item").filter(has_text="Belum diisi")).to_contain_text("0")
        expect(page.locator("[data-counts]")).to_contain_text("2 dari 2 peserta sudah tercatat.")
    assert [mark.reason for mark in rows()] == ["", ""]
    assert watch.faults == []


def test_it_works_without_scripts(world, phone, rows):
    page = phone(world.budi, java_script_enabled=False).new_page()
    page.goto(f"{DOOR}?tampil=belum")
    tap(page, "Ani Rahmawati", "Izin")
    expect(page.get_by_text("Kehadiran Ani Rahmawati disimpan.")).to_be_visible()
    expect(line(page, "Ani Rahmawati")).to_be_hidden()
    assert [mark.status for mark in rows()] == ["excused"]


def test_names_are_sifted_without_signal(world, budi):
    page = budi.new_page()
    page.goto(DOOR)
    budi.set_offline(True)
    page.get_by_label("Cari nama").fill("agus")
    expect(line(page, "Ani Rahmawati")).to_be_hidden()
    expect(line(page, "Agus Salim")).to_be_visible()


def test_c050_c052_34_taps_on_one_phone_without_signal_give_34_marks(app, world, budi, rows):
    seats = factories.make_trainees(app, world.training_id, 32)
    page = budi.new_page()
    page.goto(DOOR)
    budi.set_offline(True)
    buttons = page.locator(".taking__line button[value=present]")
    assert buttons.count() == 34
    page.evaluate(
        "document.querySelectorAll('.taking button[value=present]').forEach((it) => it.click())"
    )
    expect(page.locator(".taking__kept")).to_have_count(34)
    expect(page.get_by_text("34 ketukan tersimpan di ponsel ini")).to_be_visible()
    assert rows() == []
    online_again(budi, page)
    expect(page.get_by_text(KEPT)).to_have_count(0, timeout=60_000)
    marks = rows()
    assert sorted(mark.enrolment_id for mark in marks) == sorted(
        [*seats, world.ani_seat, world.agus_seat]
    )
    assert {mark.recorded_at for mark in marks} == {EIGHT + timedelta(minutes=30)}
    assert {mark.arrived_at for mark in marks} == {wita(DAY_1, "08.00")}
    assert all("menurut jam ponsel" in mark.reason for mark in marks)


def test_a_tap_outlives_the_page_and_can_be_taken_back(world, budi, rows):
    page = budi.new_page()
    page.goto(DOOR)
    budi.set_offline(True)
    tap(page, "Ani Rahmawati", "Sakit")
    tap(page, "Agus Salim", "Hadir")
    expect(page.get_by_text(KEPT)).to_have_count(2)
    line(page, "Agus Salim").get_by_role("button", name="Batalkan ketukan").click()
    expect(page.get_by_text(KEPT)).to_have_count(1)
    page.close()
    budi.set_offline(False)
    page = budi.new_page()
    page.goto(DOOR)
    expect(line(page, "Ani Rahmawati")).to_contain_text("Koreksi")
    assert [(mark.enrolment_id, mark.status) for mark in rows()] == [(world.ani_seat, "sick")]


def test_a_conflict_stays_until_the_trainer_decides(app, world, budi, rows):
    page = budi.new_page()
    page.goto(DOOR)
    budi.set_offline(True)
    tap(page, "Ani Rahmawati", "Hadir")
    expect(page.get_by_text(KEPT)).to_be_visible()
    mark_as(app, world, world.ani_seat, Status.SICK, world.citra)
    online_again(budi, page)
    conflict = page.locator("[data-conflict]")
    expect(conflict).to_contain_text("Di server kini tercatat Sakit")
    expect(line(page, "Ani Rahmawati")).to_contain_text("ketukan Anda Hadir")
    page.reload()
    expect(conflict).to_contain_text("ketukan Anda Hadir")
    assert [mark.status for mark in rows()] == ["sick"]
    page.on("dialog", lambda dialog: dialog.accept())
    conflict.get_by_role("button", name="Biarkan yang di server").click()
    expect(conflict).to_have_count(0)
    assert [mark.status for mark in rows()] == ["sick"]


def test_what_was_refused_is_told_beside_the_name_and_can_be_tapped_again(world, budi, rows):
    page = budi.new_page()
    page.goto(DOOR)
    ani = line(page, "Ani Rahmawati")
    ani.locator("summary").click()
    ani.get_by_label("Menit atau jam datang").fill("5")  # still on time
    tap(page, "Ani Rahmawati", "Catat terlambat")
    expect(ani.get_by_role("link", name="tidak diterima")).to_be_visible()
    expect(ani.get_by_text(KEPT)).to_have_count(0)
    tap(page, "Ani Rahmawati", "Hadir")
    expect(ani).to_contain_text("Hadir 08.00")
    expect(page.locator("#ketukan")).to_be_hidden()
    assert [mark.status for mark in rows()] == ["present"]


def test_an_answer_that_got_lost_makes_no_second_mark(world, budi, rows):
    page = budi.new_page()
    page.goto(DOOR)

    def lose(route):
        route.fetch()  # the server has it, the phone never hears so
        route.abort()

    page.route("**/ketuk/*", lose, times=1)
    tap(page, "Ani Rahmawati", "Hadir")
    expect(page.get_by_text(KEPT)).to_be_visible()
    online_again(budi, page)
    expect(page.get_by_text(KEPT)).to_have_count(0)
    expect(line(page, "Ani Rahmawati")).to_contain_text("Hadir 08.00")
    assert len(rows()) == 1


def test_one_bad_reply_holds_up_nobody_else(app, world, budi, rows):
    page = budi.new_page()
    page.goto(DOOR)
    page.route(
        f"**/ketuk/{world.agus_seat}",
        lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>502</h1>"),
    )
    tap(page, "Agus Salim", "Hadir")
    tap(page, "Ani Rahmawati", "Hadir")
    expect(line(page, "Ani Rahmawati")).to_contain_text("Hadir 08.00")
    expect(page.get_by_text("1 ketukan tersimpan di ponsel ini")).to_be_visible()
    assert [mark.enrolment_id for mark in rows()] == [world.ani_seat]
    page.unroute(f"**/ketuk/{world.agus_seat}")
    online_again(budi, page)
    expect(page.get_by_text(KEPT)).to_have_count(0, timeout=60_000)
    assert len(rows()) == 2


def test_another_persons_session_never_sends_them(app, world, budi, address, rows):
    page = budi.new_page()
    page.goto(DOOR)
    budi.set_offline(True)
    tap(page, "Ani Rahmawati", "Hadir")
    expect(page.get_by_text(KEPT)).to_be_visible()
    budi.clear_cookies()
    budi.add_cookies([cookie_of(app, world.citra, address)])
    online_again(budi, page)
    expect(page.get_by_text("Anda sudah keluar")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 ketukan orang lain tersimpan")).to_be_visible()
    assert rows() == []
