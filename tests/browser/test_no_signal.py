"""A phone without signal keeps a code; the server has it exactly once when the signal is back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from courses.attendance import codes, scanning
from courses.attendance.models import AttendanceMark, LateScan, Source
from courses.trainings.models import Enrolment, Meeting
from lms import clock
from lms.db import db, transaction
from lms.people import passwords
from lms.people.models import Person
from tests import factories
from tests.browser.checks import Watch, overflow, violations
from tests.browser.conftest import cookie_of
from tests.browser.offline import (
    EIGHT,
    HOME,
    KEPT,
    UNTIL_EMPTY,
    UNTIL_NOBODY,
    only_the_page_sends,
    scan,
    warm,
)  # fmt: skip
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def world(app, at):
    at(EIGHT)
    return factories.make_world(app)


@pytest.fixture
def code(app, world):
    with app.app_context():
        return codes.code_at(scanning.secret_of(world.meetings[0]), EIGHT)


@pytest.fixture
def rows(app):
    def read(table):
        with app.app_context():
            return list(db.session.scalars(sa.select(table).order_by(table.id)))

    return read


def back_online(context, page, *, later=timedelta(minutes=30)):
    clock.use(lambda: EIGHT + later)
    context.set_offline(False)
    page.evaluate("outbox.turn()")


def test_scanned_without_signal_arrives_once_as_evidence(world, phone, code, rows):
    context = phone(world.ani)
    page = warm(context)
    context.set_offline(True)
    scan(page, code)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("Pertemuan h1-pagi, ")).to_contain_text(f"{code[:3]} {code[3:]}")
    scan(page, code)  # the camera was held over it again
    expect(page.get_by_text(KEPT)).to_have_count(1)
    assert rows(LateScan) == rows(AttendanceMark) == []
    back_online(context, page)
    expect(page.get_by_text("Menunggu konfirmasi panitia")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_have_count(0)
    (kept,) = rows(LateScan)
    assert (kept.shown_at, kept.enrolment_id) == (EIGHT, world.ani_seat)
    assert rows(AttendanceMark) == []
    page.goto(f"{HOME}/hadir")
    expect(page.get_by_text("terkirim belakangan, menunggu konfirmasi panitia")).to_be_visible()
    expect(page.locator("#belum-terkirim")).to_be_hidden()
    assert len(rows(LateScan)) == 1


def test_signal_that_is_back_at_once_is_simply_the_check_in(world, phone, code, rows):
    context = phone(world.ani)
    page = warm(context)
    context.set_offline(True)
    scan(page, code)
    expect(page.get_by_text(KEPT)).to_be_visible()
    back_online(context, page, later=timedelta(seconds=20))
    expect(page.get_by_text("Tercatat: Ani Rahmawati hadir pada h1-pagi")).to_be_visible()
    assert [mark.source for mark in rows(AttendanceMark)] == [Source.CODE]
    assert rows(LateScan) == []


def test_typed_without_signal_is_kept_and_a_slip_is_named(world, phone, code, rows):
    context = phone(world.ani)
    page = warm(context, f"{HOME}/hadir")
    context.set_offline(True)
    field = page.get_by_label("Kode di layar")
    field.fill("abc")
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text("enam huruf dan angka. Periksa lagi")).to_be_visible()
    field.fill(f"{code[:3].lower()} {code[3:]}")
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    back_online(context, page)
    expect(page.get_by_text("Menunggu konfirmasi panitia").first).to_be_visible()
    assert [kept.meeting_id for kept in rows(LateScan)] == [world.meetings[0]]


def test_the_page_to_type_a_code_opens_without_signal_too(world, phone, code, rows):
    context = phone(world.ani)
    page = warm(context)
    context.set_offline(True)
    page.goto(f"{HOME}/hadir")
    page.get_by_label("Kode di layar").fill(code)
    page.get_by_role("button", name="Simpan di ponsel").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    back_online(context, page)
    expect(page.get_by_text("Menunggu konfirmasi panitia")).to_be_visible()
    assert len(rows(LateScan)) == 1


def test_the_installed_app_opens_on_the_code_without_signal(world, phone, code, rows):
    context = phone(world.ani)
    page = warm(context)
    faults = context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    assert [fault["errorId"] for fault in faults["installabilityErrors"]] in (
        [],
        ["in-incognito"],  # as every page of these tests is
    )
    context.set_offline(True)
    page.goto("/")
    page.get_by_label("Kode di layar").fill(code)
    page.get_by_role("button", name="Simpan di ponsel").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    back_online(context, page)
    expect(page.get_by_text("Menunggu konfirmasi panitia")).to_be_visible()
    assert [kept.meeting_id for kept in rows(LateScan)] == [world.meetings[0]]


def test_online_the_form_is_sent_as_ever(world, phone, code, rows):
    """Also where the worker stands in between."""
    page = warm(phone(world.ani))
    scan(page, code)
    with page.expect_navigation(url=f"**{HOME}/hadir"):
        page.get_by_role("button", name="Ya, catat saya hadir").click()
    expect(page.get_by_text("Tercatat: Ani Rahmawati")).to_be_visible()
    other = warm(phone(world.agus), f"{HOME}/hadir")
    other.get_by_label("Kode di layar").fill(code)
    with other.expect_navigation(url=f"**{HOME}/hadir"):
        other.get_by_role("button", name="Catat kehadiran").click()
    expect(other.get_by_text("Tercatat: Agus Salim")).to_be_visible()
    assert len(rows(AttendanceMark)) == 2


def test_without_a_worker_an_open_page_keeps_a_code_all_the_same(world, phone, code, rows):
    context = phone(world.ani, service_workers="block")
    page = context.new_page()
    page.goto(f"{HOME}/hadir")
    context.set_offline(True)
    page.get_by_label("Kode di layar").fill(code)
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    back_online(context, page)
    expect(page.get_by_text("Menunggu konfirmasi panitia").first).to_be_visible()
    assert len(rows(LateScan)) == 1


# --- Whose it is ---------------------------------------------------------------------------------


def sign_in_as(app, context, person_id, address):
    context.clear_cookies(name="sesi")
    if person_id:
        context.add_cookies([cookie_of(app, person_id, address)])


def test_another_person_s_session_never_sends_it(app, world, phone, address, code, rows):
    context = phone(world.ani)
    page = warm(context)
    context.set_offline(True)
    scan(page, code)
    expect(page.get_by_text(KEPT)).to_be_visible()
    sign_in_as(app, context, world.agus, address)
    context.set_offline(False)
    page.evaluate("outbox.turn()")
    page.goto(f"{HOME}/hadir")
    page.evaluate("outbox.turn()")
    expect(page.locator("#kiriman")).to_be_hidden()
    assert rows(LateScan) == rows(AttendanceMark) == []
    sign_in_as(app, context, world.ani, address)
    page.goto(f"{HOME}/hadir")
    page.evaluate(UNTIL_EMPTY)
    assert [mark.enrolment_id for mark in rows(AttendanceMark)] == [world.ani_seat]


def test_a_scan_of_nobody_known_asks_whose_it_is(app, world, phone, address, code, rows):
    context = phone(world.ani)
    page = warm(context)
    sign_in_as(app, context, None, address)
    page.goto("/masuk")
    page.evaluate(UNTIL_NOBODY)
    context.set_offline(True)
    scan(page, code)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("Belum diketahui milik siapa")).to_be_visible()
    sign_in_as(app, context, world.agus, address)
    context.set_offline(False)
    page.goto(HOME)
    page.get_by_role("link", name="Lihat kode yang belum terkirim").click()
    page.get_by_role("button", name="Bukan saya").click()
    expect(page.locator("#kiriman")).to_be_hidden()
    assert rows(LateScan) == rows(AttendanceMark) == []
    sign_in_as(app, context, world.ani, address)
    page.goto(HOME)
    page.get_by_role("link", name="Lihat kode yang belum terkirim").click()
    expect(page.get_by_text("Ani Rahmawati, apakah Anda yang memindai kode ini?")).to_be_visible()
    page.get_by_role("button", name="Ya, kirim sebagai Ani Rahmawati").click()
    expect(page.get_by_text("Tercatat: Ani Rahmawati")).to_be_visible()
    assert [mark.enrolment_id for mark in rows(AttendanceMark)] == [world.ani_seat]


def test_a_session_that_ended_says_so_and_sends_after_signing_in(
    app, world, phone, address, code, rows
):
    with app.app_context():
        hashed = passwords.hash_password(PASSWORD)
        with transaction():
            db.session.get_one(Person, world.ani).password_hash = hashed
    context = phone(world.ani)
    page = warm(context)
    context.set_offline(True)
    scan(page, code)
    expect(page.get_by_text(KEPT)).to_be_visible()
    sign_in_as(app, context, None, address)
    context.set_offline(False)
    page.evaluate("outbox.turn()")
    expect(page.get_by_text("Masuk dahulu supaya kode ini terkirim")).to_be_visible()
    page.locator("#kiriman").get_by_role("link", name="Masuk").click()
    page.get_by_label("Nomor HP, NIP").fill("081200000001")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.evaluate(UNTIL_EMPTY)
    assert [mark.enrolment_id for mark in rows(AttendanceMark)] == [world.ani_seat]


# --- What stays ----------------------------------------------------------------------------------


def refuse_with(page, status):
    page.route(
        "**/kirim",
        lambda route: route.fulfill(
            status=status, content_type="application/json", body='{"message": "Begini alasannya."}'
        ),
    )


@pytest.mark.parametrize("status", [403, 409, 422, 500, 503])
def test_c215_what_is_refused_stays_with_the_reason_until_it_is_taken(
    world, phone, code, rows, status
):
    context = phone(world.ani)
    only_the_page_sends(context)
    page = warm(context)
    context.set_offline(True)
    page.goto(f"{HOME}/hadir")
    page.get_by_label("Kode di layar").fill(code)
    page.get_by_role("button", name="Simpan di ponsel").click()
    expect(page.get_by_text("belum terkirim")).to_be_visible()
    refuse_with(page, status)
    back_online(context, page)
    expect(page.get_by_text("Begini alasannya.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(code[:3])).to_be_visible()
    page.unroute("**/kirim")
    if status < 500:
        page.get_by_role("button", name="Kirim lagi").click()
    page.evaluate("outbox.turn()")
    page.evaluate(UNTIL_EMPTY)
    assert len(rows(LateScan)) == 1


def test_c052_a_code_that_nobody_knows_is_kept_and_named_not_discarded(world, phone, code, rows):
    context = phone(world.ani)
    only_the_page_sends(context)
    page = warm(context)
    context.set_offline(True)
    page.goto(f"{HOME}/hadir")
    unknown = code[::-1]
    page.get_by_label("Kode di layar").fill(unknown)
    page.get_by_role("button", name="Simpan di ponsel").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    back_online(context, page)
    expect(page.get_by_text("Kode ini tidak pernah tampil")).to_be_visible()
    (entry,) = page.evaluate("outbox.list()")
    assert (entry["code"], entry["isRefused"]) == (unknown, True)
    assert rows(LateScan) == rows(AttendanceMark) == []


def test_a_provider_s_own_page_is_no_answer_of_ours(world, phone, code, rows):
    context = phone(world.ani)
    only_the_page_sends(context)
    page = warm(context, f"{HOME}/hadir")
    context.set_offline(True)
    page.get_by_label("Kode di layar").fill(code)
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.route("**/kirim", lambda route: route.fulfill(status=200, body="<h1>Isi ulang</h1>"))
    back_online(context, page)
    page.evaluate("outbox.turn()")
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert rows(LateScan) == []


def test_c216_no_token_is_needed_to_keep_a_code(world, phone, code):
    context = phone(world.ani)
    page = warm(context, f"{HOME}/hadir")
    context.set_offline(True)
    page.get_by_label("Kode di layar").fill(code)
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text(KEPT)).to_have_count(1)
    expect(page.locator("#kiriman li")).to_have_count(1)
    assert page.evaluate("outbox.list().then((all) => all.length)") == 1


def test_who_is_no_trainee_keeps_it_with_the_reason(app, world, phone, code, rows):
    context = phone(world.ani)
    page = warm(context, f"{HOME}/hadir")
    context.set_offline(True)
    page.get_by_label("Kode di layar").fill(code)
    page.get_by_role("button", name="Catat kehadiran").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).role = "signatory"
    back_online(context, page)
    expect(page.get_by_text("tidak terdaftar sebagai peserta")).to_be_visible()
    assert page.evaluate("outbox.list().then((all) => all.length)") == 1
    assert rows(LateScan) == []


def test_the_worker_keeps_the_shell_and_nothing_personal(world, phone, code):
    context = phone(world.ani)
    page = warm(context)
    for path in ("/akun", f"{HOME}/hadir", "/masuk", "/v"):
        page.goto(path)
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            for (const request of await (await caches.open(name)).keys()) {
              found.push(new URL(request.url).pathname);
            }
          }
          return found.sort();
        }"""
    )
    assert kept == [
        "/hadir/luring", "/static/css/app.css", "/static/icons.svg", "/static/img/icon.svg",
        "/static/js/answers.js", "/static/js/kept.js", "/static/js/outbox.js",
        "/static/js/phone.js", "/static/js/sending.js",
    ]  # fmt: skip
    shell = page.evaluate(
        "caches.match('/hadir/luring', {ignoreVary: true}).then((it) => it.text())"
    )
    assert "Ani" not in shell
    assert "csrf" not in shell
    with Watch(page) as watch:
        context.set_offline(True)
        scan(page, code)
        expect(page.get_by_text(KEPT)).to_be_visible()
    assert not [fault for fault in watch.faults if "Content Security Policy" in fault]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_without_signal_owes_its_reader_what_all_pages_do(world, phone, code, scheme):
    context = phone(world.ani, color_scheme=scheme)
    only_the_page_sends(context)
    page = warm(context)
    context.set_offline(True)
    scan(page, code)
    expect(page.get_by_text(KEPT)).to_be_visible()
    refuse_with(page, 422)
    page.goto(f"{HOME}/hadir")
    expect(page.get_by_role("button", name="Simpan di ponsel")).to_be_visible()
    assert violations(page) == overflow(page) == []
    context.set_offline(False)
    page.evaluate("outbox.turn()")
    expect(page.get_by_role("button", name="Hapus dari ponsel")).to_be_visible()
    assert violations(page) == overflow(page) == []


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "America/New_York"])
def test_c053_times_are_those_of_the_place_whatever_the_phone_thinks(app, world, phone, zone):
    with app.app_context():
        starts_at = db.session.get_one(Meeting, world.meetings[0]).starts_at
    assert starts_at.isoformat() == "2024-01-31T00:00:00+00:00"
    context = phone(world.ani, timezone_id=zone)
    only_the_page_sends(context)  # or the worker's refusal may be written over the one below
    page = context.new_page()
    page.goto(f"{HOME}/hadir")
    expect(page.get_by_text("31 Januari 2024, 08.00–12.00 WITA").first).to_be_visible()
    staff = phone(world.budi, timezone_id=zone).new_page()
    staff.goto(f"{HOME}/hadir/h1-pagi")
    expect(staff.get_by_text("Rabu, 31 Januari 2024, 08.00–12.00 WITA")).to_be_visible()
    page.evaluate("outbox.keep('bimtek-uji', 'h1-pagi', 'ABC234')")
    page.evaluate(
        "outbox.list().then(([entry]) => outbox.put({...entry, at: Date.UTC(2024, 0, 31) / 1000,"
        " isRefused: true, reason: 'x'})).then(outbox.turn)"
    )
    expect(page.get_by_text("31 Jan 08.00 WITA")).to_be_visible()
