"""What a trainee does in two days, on a phone of 360 px, in the real pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from courses.fieldwork import services as fieldwork
from lms import clock
from lms.db import db, transaction
from lms.people import notices, services
from lms.people.models import Person
from quizzes.attempts import queries
from tests import factories, quiz_factories
from tests.conftest import PASSWORD
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE

pytestmark = pytest.mark.browser
HOME = "/pelatihan/bimtek-uji"


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def ani(phone, world):
    return phone(world.ani).new_page()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_a_newcomer_gets_in_with_the_code_of_the_slip(app, phone, world):
    with app.app_context():
        with transaction():
            notices.publish("1", "## Data Anda\n\nDipakai untuk pelatihan.", at=NINE)
            services.prepare_slip(db.session.get_one(Person, world.ani), at=NINE, days=14)
        code = db.session.get_one(Person, world.ani).slip_code
    page = phone().new_page()
    page.goto("/")
    page.get_by_role("link", name="Punya kode aktivasi?").click()
    page.get_by_label("Kode aktivasi").fill(f"{code[:4].lower()} {code[4:]}")
    press(page, "Lanjutkan")
    expect(page.get_by_text("Ani Rahmawati")).to_be_visible()
    page.get_by_label("Kata sandi baru").fill(PASSWORD)
    press(page, "Tampilkan kata sandi")
    expect(page.get_by_label("Kata sandi baru")).to_have_attribute("type", "text")
    page.get_by_role("button", name=re.compile("Simpan")).click()
    expect(page.get_by_role("heading", name="Pemberitahuan data pribadi")).to_be_visible()
    page.get_by_text("Saya telah membaca").click()
    press(page, "Setuju dan lanjutkan")
    expect(page.get_by_role("heading", name="Bimbingan Teknis Uji")).to_be_visible()


def test_signing_in_needs_no_mouse(app, phone, world):
    factories.make_person(app, "Fitri Hasanah", password=PASSWORD, phone="081200000009")
    page = phone().new_page()
    page.goto("/masuk")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Nomor HP, NIP, atau nomor peserta")).to_be_focused()
    page.keyboard.type("0812 0000 0009")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pelatihan Anda")).to_be_visible()


def test_a_module_is_read_and_ticked_off(ani):
    ani.goto(f"{HOME}/modul")
    ani.get_by_role("link", name=re.compile("PS-01")).click()
    expect(ani.get_by_role("heading", name="Modul uji 1")).to_be_visible()
    press(ani, "Tandai selesai")
    ani.goto(f"{HOME}/modul")
    expect(ani.get_by_text("1 dari 3 modul selesai dibaca.")).to_be_visible()


def test_the_code_on_the_projector_checks_a_trainee_in(app, phone, world, ani):
    projector = phone(world.budi).new_page()
    projector.goto(f"{HOME}/hadir/h1-pagi/layar")
    letters = projector.locator(".screen__letters").inner_text()
    ani.goto(f"{HOME}/hadir")
    ani.get_by_label("Kode di layar").fill(letters.lower())
    press(ani, "Catat kehadiran")
    expect(ani.locator("main [role=status]").first).to_contain_text("09.00")
    clock.use(lambda: NINE + timedelta(seconds=20))
    expect(projector.locator(".screen__count strong")).to_have_text("1")
    projector.evaluate("window.dispatchEvent(new Event('online'))")  # renewed before its time
    expect(projector.locator(".screen__letters")).not_to_have_text(letters)
    expect(projector.locator(".screen__names")).not_to_contain_text("Ani Rahmawati")


@pytest.fixture
def quiz_id(app, world):
    return quiz_factories.make_quiz(app, world.training_id, questions=3)


def answers(app):
    with app.app_context():
        return queries.answers(quiz_factories.attempts(app)[0].id)


def test_a_quiz_goes_on_after_the_browser_was_closed(app, phone, world, quiz_id):
    context = phone(world.ani)
    page = context.new_page()
    page.goto(f"{HOME}/tes/tes-akhir")
    press(page, "Mulai mengerjakan")
    page.locator('label[for="p1-b"]').click()
    expect(page.locator("#soal-1 [data-status]")).to_have_text("Tersimpan di server 09.00")
    context.close()
    page = phone(world.ani).new_page()
    page.goto(f"{HOME}/tes/tes-akhir")
    page.get_by_role("link", name="Lanjutkan mengerjakan").or_(
        page.get_by_role("button", name="Lanjutkan mengerjakan")
    ).click()
    expect(page.locator("#p1-b")).to_be_checked()
    for number in (2, 3):
        press(page, "Berikutnya")
        page.locator(f'label[for="p{number}-b"]').click()
    press(page, "Periksa jawaban")
    press(page, "Kumpulkan jawaban")
    expect(page.get_by_text("3 jawaban diterima server")).to_be_visible()
    attempt = quiz_factories.attempts(app)[0]
    assert attempt.score == 10000
    expect(page.get_by_text(attempt.receipt)).to_be_visible()


def test_a_quiz_needs_no_scripts(app, phone, world, quiz_id):
    page = phone(world.ani, java_script_enabled=False).new_page()
    page.goto(f"{HOME}/tes/tes-akhir")
    press(page, "Mulai mengerjakan")
    for number in (1, 2, 3):
        expect(page.locator(f"#soal-{number}")).to_be_visible()
        page.locator(f'label[for="p{number}-b"]').click()
        press(page, "Simpan & periksa" if number == 3 else "Simpan & berikutnya")
    expect(page.get_by_text("3 dari 3 terjawab")).to_be_visible()
    press(page, "Kumpulkan jawaban")
    expect(page.get_by_text("3 jawaban diterima server")).to_be_visible()
    assert quiz_factories.attempts(app)[0].score == 10000


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_work_plan_is_drafted_and_sent(app, phone, world, scripts):
    page = phone(world.ani, java_script_enabled=scripts).new_page()
    page.goto(f"{HOME}/rencana-kerja")
    page.get_by_label("Tujuan").fill("Dua puluh keluarga didampingi.")
    write_activity(page, 0, "Verifikasi calon penerima")
    press(page, "Tambah kegiatan")
    expect(page.locator("#kegiatan-2")).to_be_visible()
    write_activity(page, 1, "Pendampingan pembukuan")
    with page.expect_navigation():  # what was saved by itself says "Draf tersimpan" as well
        press(page, "Simpan draf")
    expect(page.get_by_text("Draf tersimpan")).to_be_visible()
    page.goto(f"{HOME}/rencana-kerja")
    expect(page.get_by_label("Tujuan")).to_have_value("Dua puluh keluarga didampingi.")
    page.get_by_label("Pembagian peran").fill("Pendamping mengunjungi, petugas mencatat.")
    press(page, "Kirim rencana kerja")
    expect(page.get_by_text("menunggu penilaian").first).to_be_visible()
    with app.app_context():
        plan = fieldwork.plan_of(world.ani_seat)
        assert plan is not None
        assert [row["activity"] for row in plan.content["activities"]] == [
            "Verifikasi calon penerima", "Pendampingan pembukuan",
        ]  # fmt: skip


def write_activity(page, row, title):
    fields = {"activity": title, "target": "20 KPM", "indicator": "20 berita acara"}
    for name, value in {**fields, "place": "Desa Contoh", "period": "Maret"}.items():
        page.locator(f"[name=activities-{row}-{name}]").fill(value)
    page.locator(f"[name=activities-{row}-program]").select_option("rs-rtlh")


def test_one_who_comes_too_early_is_let_in_without_doing_anything(phone, world, at):
    at(wita(DAY_1, "06.00"))
    page = phone(world.ani).new_page()
    page.goto(f"{HOME}/hadir")
    expect(page.get_by_text("Presensi h1-pagi dibuka")).to_be_visible()
    expect(page.get_by_label("Kode di layar")).to_have_count(0)


def test_going_back_after_signing_out_shows_nothing_of_the_person(phone, world):
    page = phone(world.ani).new_page()
    page.goto(f"/pelatihan/{world.code}")
    page.goto("/akun")
    expect(page.locator("body")).to_contain_text("081200000001"[-4:])
    page.locator(".banua-account__out").click()
    page.wait_for_url("**/masuk*")
    page.go_back()
    expect(page).to_have_url(re.compile("/masuk"))
    expect(page.locator("body")).not_to_contain_text("Ani Rahmawati")
