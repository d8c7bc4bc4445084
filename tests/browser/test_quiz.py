"""The paper of a quiz on a phone: without signal, with lost replies, signed out, out of time."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from time import monotonic

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lms import clock
from quizzes.attempts import queries
from tests import quiz_factories
from tests.browser.conftest import cookie_of
from tests.browser.sitting import PAPER, question, status, tap
from tests.quiz_factories import NINE

pytestmark = pytest.mark.browser


def test_a_tap_is_on_the_server_before_the_page_says_so(page, stored):
    tap(page, 1, "b")
    expect(status(page, 1)).to_have_text("Tersimpan di server 09.00")
    assert stored() == {1: ["b"]}
    expect(page.locator("[data-count]")).to_have_text("1")


@pytest.mark.parametrize("is_typed", [False, True])
def test_what_is_given_before_the_scripts_have_come_is_kept(app, phone, world, is_typed):
    kind = {"questions": [quiz_factories.of_kind("essay", model="Model.")]} if is_typed else {}
    quiz = quiz_factories.make_quiz(app, world.training_id, **kind)
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    page = phone(world.ani).new_page()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/static/js/quiz.js?*", hold, times=1)
    page.goto(PAPER, wait_until="commit")
    if is_typed:
        page.locator("#soal-1 textarea").fill("Ditulis dini")
    else:
        page.locator('label[for="p1-b"]').click()
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    with app.app_context():
        given = queries.answers(attempt_id)[1].choices
    assert given == (["Ditulis dini"] if is_typed else ["b"])


def test_answers_given_without_signal_arrive_when_it_is_back(page, stored):
    tap(page, 1, "b")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    page.context.set_offline(True)
    for number in (2, 3, 4):
        tap(page, number, "c")
    tap(page, 1, "d")
    for number in (1, 2, 3, 4):
        expect(status(page, number)).to_have_text("Tersimpan di ponsel, belum terkirim")
    expect(page.locator("[data-bar]")).to_contain_text("Tanpa sinyal. 4 jawaban aman di ponsel")
    assert stored() == {1: ["b"]}
    page.locator("[data-review]").click()
    expect(page.locator("[data-bar]")).to_contain_text("Tanpa sinyal")
    page.context.set_offline(False)
    expect(page.locator("[data-bar]")).to_be_hidden()
    assert stored() == {1: ["d"], 2: ["c"], 3: ["c"], 4: ["c"]}


def test_answers_survive_a_closed_page(page, stored):
    page.route("**/jawaban/*", lambda route: route.abort())
    tap(page, 2, "b")
    expect(status(page, 2)).to_have_text("Tersimpan di ponsel, belum terkirim")
    context = page.context
    page.close()
    assert stored() == {}
    again = context.new_page()
    again.goto(PAPER)
    expect(status(again, 2)).to_contain_text("Tersimpan di server")
    expect(again.locator("#p2-b")).to_be_checked()
    assert stored() == {2: ["b"]}


LATE_PAPER = """
  const { get } = IDBObjectStore.prototype;
  const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
  self.late = [];
  IDBObjectStore.prototype.get = function (key) {
    this.transaction.isLate = this.name === "papers" && this.transaction.mode === "readonly";
    return get.call(this, key);
  };
  Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
    set(done) {
      set.call(this, (event) => (this.isLate ? self.late.push(() => done(event)) : done(event)));
    },
  });
"""


def test_what_is_sent_before_the_page_recalled_it_is_told_all_the_same(page, stored):
    page.route("**/jawaban/*", lambda route: route.abort())
    tap(page, 2, "b")
    expect(status(page, 2)).to_have_text("Tersimpan di ponsel, belum terkirim")
    again = page.context.new_page()
    page.close()
    again.add_init_script(LATE_PAPER)
    again.goto(PAPER)
    expect(again.locator("#soal-2")).to_have_attribute("data-sequence", "1")
    assert stored() == {2: ["b"]}
    again.evaluate("self.late.forEach((done) => done())")
    expect(status(again, 2)).to_contain_text("Tersimpan di server")
    expect(again.locator("#p2-b")).to_be_checked()


def test_a_lost_reply_makes_neither_a_loss_nor_a_conflict(page, stored):
    calls = count()

    def lose_every_second(route):
        if next(calls) % 2 == 0:
            route.fetch()  # the server stores it, the phone never hears of it
            route.abort()
        else:
            route.continue_()

    page.route("**/jawaban/*", lose_every_second)
    for number in range(1, 5):
        tap(page, number, "b")
    for number in range(1, 5):
        expect(status(page, number)).to_contain_text("Tersimpan di server")
    assert stored() == {number: ["b"] for number in range(1, 5)}


def test_a_server_in_trouble_keeps_the_answer_on_the_phone(page, stored):
    page.route("**/jawaban/*", lambda route: route.fulfill(status=500, body="{}"))
    tap(page, 1, "b")
    expect(status(page, 1)).to_have_text("Tersimpan di ponsel, belum terkirim")
    page.unroute("**/jawaban/*")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    assert stored() == {1: ["b"]}


def test_after_the_session_ended_signing_in_sends_what_waited(app, page, world, address, stored):
    page.context.clear_cookies()
    tap(page, 1, "b")
    expect(page.locator("[data-bar]")).to_contain_text("Sesi Anda berakhir. Masuk lagi")
    expect(page.locator("[data-bar-link]")).to_be_visible()
    assert stored() == {}
    page.context.add_cookies([cookie_of(app, world.ani, address)])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    expect(page.locator("[data-bar]")).to_be_hidden()
    assert stored() == {1: ["b"]}


def test_of_two_tabs_the_newest_tap_counts(page, stored):
    other = page.context.new_page()
    other.goto(PAPER)
    tap(page, 1, "a")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    tap(other, 1, "c")
    expect(status(other, 1)).to_contain_text("Tersimpan di server")
    assert stored() == {1: ["c"]}


def test_another_device_is_told_and_shows_what_is_stored(page, phone, world, stored):
    other = phone(world.ani).new_page()
    other.goto(PAPER)
    tap(page, 1, "a")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    tap(other, 1, "c")
    expect(status(other, 1)).to_contain_text("sudah dijawab di tab atau perangkat lain")
    expect(other.locator("#p1-a")).to_be_checked()
    assert stored() == {1: ["a"]}
    tap(other, 1, "c")
    expect(status(other, 1)).to_contain_text("Tersimpan di server")
    assert stored() == {1: ["c"]}


def test_another_tab_or_device_is_led_to_the_receipt_of_the_finished_attempt(
    page, phone, world, stored
):
    tab, device = page.context.new_page(), phone(world.ani).new_page()
    tab.goto(PAPER)
    device.goto(PAPER)
    page.locator("[data-review]").click()
    page.get_by_role("button", name="Kumpulkan jawaban").click()
    expect(page.get_by_text("Terkumpul 31 Januari 2024 pukul 09.00 WITA")).to_be_visible()
    tab.wait_for_url("**/hasil/1")
    tap(device, 1, "b")
    device.wait_for_url("**/hasil/1")
    assert stored() == {}


def test_when_the_time_is_up_the_page_hands_in_by_itself(app, phone, world, attempt_id, stored):
    almost = NINE + timedelta(minutes=19, seconds=54)
    clock.use(lambda: almost)
    page = phone(world.ani).new_page()
    page.goto(PAPER)
    tap(page, 1, "b")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    saved = monotonic()  # a slow machine has all the time it needs until here
    clock.use(lambda: almost + timedelta(seconds=monotonic() - saved))
    page.wait_for_url("**/hasil/1")
    expect(page.get_by_text("1 jawaban diterima server")).to_be_visible()
    attempt = quiz_factories.attempt(app, attempt_id)
    assert attempt.submitted_at <= attempt.deadline_at
    assert attempt.score == 1667


def test_the_paper_works_by_keyboard_alone(page, stored):
    page.locator("#p1-a").focus()
    page.keyboard.press("Space")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    page.keyboard.press("Enter")
    expect(question(page, 2)).to_be_visible()
    expect(question(page, 2).locator("h2")).to_be_focused()
    assert len(stored()) == 1


def test_the_pages_are_accessible(app, phone, world, attempt_id):
    quiz = quiz_factories.make_quiz(app, world.training_id, "kuis-ps-01", kind="module")
    quiz_factories.sit(app, quiz, world.ani_seat, right=1)
    page = phone(world.ani).new_page()
    root = "/pelatihan/bimtek-uji/tes"
    for tail in (
        "",
        "/tes-akhir",
        "/tes-akhir/kerjakan",
        "/tes-akhir/periksa",
        "/kuis-ps-01/hasil/1",
    ):
        page.goto(root + tail)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_the_pages_of_the_staff_are_accessible(phone, world, attempt_id):
    page = phone(world.budi).new_page()
    root = "/pelatihan/bimtek-uji/tes/kelola"
    for tail in ("", "/tes-akhir", "/tes-akhir/tutup"):
        page.goto(root + tail)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
