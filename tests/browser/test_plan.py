"""The work plan on a phone: saved by itself, and another phone's version is never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from courses.fieldwork.rules import Plan
from courses.fieldwork.services import plan_of, save_draft
from courses.trainings.models import Training
from lms.db import db, transaction
from tests import factories
from tests.browser.conftest import cookie_of
from tests.factories import DAY_2, wita

pytestmark = pytest.mark.browser
PLAN = "/pelatihan/bimtek-uji/rencana-kerja"


@pytest.fixture
def world(app, at):
    at(wita(DAY_2, "14.00"))
    return factories.make_world(app)


@pytest.fixture
def ani(phone, world):
    return phone(world.ani).new_page()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_what_is_typed_is_saved_by_itself(app, ani, world):
    ani.goto(PLAN)
    ani.locator("[name=goal]").fill("Dua puluh keluarga didampingi.")
    expect(ani.locator("[data-saved]")).to_contain_text("Draf tersimpan")
    ani.locator("[name=activities-0-activity]").fill("Kunjungan rumah")
    expect(ani.locator("[name=revision]")).to_have_value("2")
    press(ani, "Tambah kegiatan")  # the button carries the revision of the draft before it
    expect(ani.locator("#kegiatan-2")).to_be_visible()
    with app.app_context():
        row = plan_of(world.ani_seat)
        assert row is not None
        assert row.content["goal"] == "Dua puluh keluarga didampingi."
        assert row.content["activities"][0]["activity"] == "Kunjungan rumah"


def test_what_another_phone_saved_is_told_and_both_are_shown(app, ani, world):
    ani.goto(PLAN)
    ani.locator("[name=goal]").fill("Dari ponsel ini")
    expect(ani.locator("[data-saved]")).to_contain_text("Draf tersimpan")
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        row = plan_of(world.ani_seat)
        assert row is not None
        other = Plan("Dari ponsel lain")
        save_draft(training, world.ani_seat, other, revision=row.revision, at=row.saved_at)
    ani.locator("[name=goal]").fill("Dari ponsel ini, lanjutan")
    expect(ani.locator("[data-saved]")).to_contain_text("sudah berubah")
    press(ani, "Simpan draf")
    expect(ani.get_by_text("Ada dua versi rencana kerja")).to_be_visible()
    ani.locator("summary", has_text="Versi tersimpan").click()
    expect(ani.get_by_text("Dari ponsel lain")).to_be_visible()
    expect(ani.locator("[name=goal]")).to_have_value("Dari ponsel ini, lanjutan")


def test_a_button_pressed_without_signal_leaves_all_that_was_typed(ani, world):
    ani.goto(PLAN)
    ani.locator("[name=goal]").fill("Ditulis di jalan")
    ani.context.set_offline(True)
    press(ani, "Kirim rencana kerja")
    expect(ani.locator("[data-saved]")).to_contain_text("tombol tadi belum dijalankan")
    expect(ani.locator("[name=goal]")).to_have_value("Ditulis di jalan")
    ani.context.set_offline(False)
    press(ani, "Simpan draf")
    expect(ani.locator("[name=revision]")).to_have_value("1")
    expect(ani.locator("[name=goal]")).to_have_value("Ditulis di jalan")


def test_what_is_typed_waits_for_the_sign_in_of_its_own_person(app, ani, world, address):
    def typed(text):
        ani.locator("[name=goal]").fill(text)
        ani.evaluate("document.querySelector('[data-draft]').draft.saveNow()")

    ani.goto(PLAN)
    ani.context.add_cookies([cookie_of(app, world.agus, address)])
    typed("Rencana Ani")
    expect(ani.locator("[data-saved]")).to_contain_text("sesi Anda berakhir")
    press(ani, "Simpan draf")
    expect(ani.locator("[data-saved]")).to_contain_text("sesi Anda berakhir")
    ani.context.add_cookies([cookie_of(app, world.ani, address)])  # in another tab
    typed("Rencana Ani, lanjutan")
    expect(ani.locator("[data-saved]")).to_contain_text("Draf tersimpan")
    with app.app_context():
        assert plan_of(world.agus_seat) is None
        row = plan_of(world.ani_seat)
        assert row is not None
        assert row.content["goal"] == "Rencana Ani, lanjutan"
