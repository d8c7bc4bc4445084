"""Sitting a test on a phone that loses its signal, its session, its owner or its disk."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from lms.audit import AuditEntry
from lms.db import db
from quizzes.attempts import queries
from tests import quiz_factories
from tests.browser.checks import overflow, violations
from tests.browser.conftest import cookie_of
from tests.browser.offline import HOME, UNTIL
from tests.browser.sitting import PAPER, SLOW_DISK, status, tap

pytestmark = pytest.mark.browser


@pytest.fixture
def questions():
    return 10


@pytest.fixture
def page(context):
    page = context.new_page()
    page.goto(PAPER)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


@pytest.fixture
def submissions(app):
    def count():
        with app.app_context():
            asked = sa.select(AuditEntry).where(AuditEntry.action == "attempt.submitted")
            return len(db.session.scalars(asked).all())

    return count


def bar(page):
    return page.locator("[data-bar]")


def hand_in(page):
    page.locator("[data-review]").click()
    page.get_by_role("button", name="Kumpulkan jawaban").click()


# --- T4: handing in -------------------------------------------------------------------------------


def test_t4_handed_in_without_signal_is_handed_in_once_when_the_page_is_opened_again(
    app, page, context, attempt_id, stored, submissions
):
    tap(page, 1, "b")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    context.set_offline(True)
    tap(page, 2, "c")
    expect(status(page, 2)).to_contain_text("belum terkirim")
    hand_in(page)
    local = page.locator("[data-local-code]")
    expect(local).to_be_visible()
    code = local.inner_text()
    assert len(code) == 9
    expect(page.get_by_text("Akan dikumpulkan otomatis saat ada sinyal")).to_be_visible()
    assert violations(page) == overflow(page) == []
    page.go_back()
    page.go_forward()  # to the look back, which has nothing more to hand in
    expect(local).to_be_visible()
    page.close()
    page = context.new_page()
    page.goto(PAPER)
    expect(page.locator("[data-local-code]")).to_have_text(code)
    assert submissions() == 0
    context.set_offline(False)
    page.wait_for_url("**/hasil/1")
    receipt = quiz_factories.attempt(app, attempt_id).receipt
    expect(page.get_by_text(receipt)).to_be_visible()
    assert stored() == {1: ["b"], 2: ["c"]}
    assert submissions() == 1


def test_t4_a_lost_reply_to_the_handing_in_hands_in_once(page, context, submissions):
    lost = []

    def lose_the_first(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().json()["receipt"])  # the phone never hears of it
        route.abort()

    tap(page, 1, "b")
    page.route("**/kumpulkan", lose_the_first)
    hand_in(page)
    page.wait_for_url("**/hasil/1")
    expect(page.get_by_text(lost[0])).to_be_visible()
    assert submissions() == 1


def test_handed_in_without_signal_is_sent_by_any_page_of_its_owner(
    page, context, stored, submissions
):
    context.set_offline(True)
    tap(page, 3, "a")
    hand_in(page)
    expect(page.locator("[data-local-code]")).to_be_visible()
    page.close()
    context.set_offline(False)
    page = context.new_page()
    with page.expect_response("**/kumpulkan"):
        page.goto(HOME)
    page.goto(PAPER)
    page.wait_for_url("**/hasil/1")
    assert stored() == {3: ["a"]}
    assert submissions() == 1


# --- T5: two tabs ---------------------------------------------------------------------------------


def test_t5_of_two_tabs_the_newest_tap_wins_and_both_are_on_record(page, context, stored, events):
    tap(page, 1, "a")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    other = context.new_page()
    other.goto(PAPER)
    notice = "Kuis ini terbuka di tab lain. Lanjutkan di sini?"
    expect(other.get_by_text(notice)).to_be_visible()
    expect(page.get_by_text(notice)).to_be_hidden()
    assert violations(other) == overflow(other) == []
    tap(other, 1, "c")
    expect(status(other, 1)).to_contain_text("Tersimpan di server")
    expect(page.locator("#p1-c")).to_be_checked()
    assert stored() == {1: ["c"]}
    first, second = events()
    assert ([first.choices, second.choices], first.page == second.page) == ([["a"], ["c"]], False)
    other.get_by_role("button", name="Lanjutkan di sini").click()
    expect(other.get_by_text(notice)).to_be_hidden()
    expect(page.get_by_text(notice)).to_be_visible()
    other.close()
    expect(page.get_by_text(notice)).to_be_hidden()  # no other tab is there any more


def test_a_page_that_is_loaded_again_is_no_other_tab(page):
    for _ in range(3):
        page.reload()
    expect(page.locator("#soal-1")).to_be_visible()
    held = "(await navigator.locks.query()).held.some(({ name }) => name.startsWith('paper '))"
    page.evaluate(UNTIL % held)
    expect(page.locator("[data-other-tab]")).to_be_hidden()


# --- T6, T7: whose it is --------------------------------------------------------------------------


def test_t6_a_session_that_ended_without_signal_loses_nothing(
    app, page, context, world, address, stored
):
    context.set_offline(True)
    for number in range(1, 5):
        tap(page, number, "b")
    expect(status(page, 4)).to_contain_text("belum terkirim")
    context.clear_cookies(name="sesi")
    context.set_offline(False)
    expect(bar(page)).to_contain_text("Sesi Anda berakhir. Masuk lagi")
    assert stored() == {}
    context.add_cookies([cookie_of(app, world.ani, address)])
    other = context.new_page()
    other.goto(HOME)  # any page
    expect(bar(page)).to_be_hidden()
    assert stored() == {number: ["b"] for number in range(1, 5)}


def test_t7_another_person_on_this_phone_neither_sends_nor_sees_it(
    app, page, context, world, address, stored, events
):
    quiz = quiz_factories.attempts(app)[0].quiz_id
    other_id = quiz_factories.sit(app, quiz, world.agus_seat, is_submitted=False)
    context.set_offline(True)
    tap(page, 1, "d")
    expect(status(page, 1)).to_contain_text("belum terkirim")
    context.clear_cookies(name="sesi")
    context.add_cookies([cookie_of(app, world.agus, address)])
    context.set_offline(False)
    expect(bar(page)).to_contain_text("Sesi Anda berakhir")  # the page of Ani is still open
    agus = context.new_page()
    agus.goto(HOME)
    assert agus.evaluate("answers.turn()") == ""
    expect(agus.locator("#jawaban-tertahan")).to_be_hidden()
    agus.goto(PAPER)
    expect(agus.locator("#p1-d")).not_to_be_checked()
    assert events() == []
    context.clear_cookies(name="sesi")
    context.add_cookies([cookie_of(app, world.ani, address)])
    agus.close()
    page.evaluate("answers.turn()")  # as it does by itself, every few seconds
    expect(page.locator("[data-bar]")).to_be_hidden()
    assert stored() == {1: ["d"]}
    with app.app_context():
        assert queries.answers(other_id) == {}


# --- T8: what a browser or a server cannot do -----------------------------------------------------


def test_t8_a_phone_that_stores_nothing_says_so_and_sends_at_once(context, address, stored):
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1024})
    page.goto(PAPER)
    tap(page, 1, "b")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    expect(bar(page)).to_contain_text("Browser ini tidak dapat menyimpan jawaban")
    assert stored() == {1: ["b"]}
    context.set_offline(True)
    tap(page, 2, "c")
    expect(status(page, 2)).to_contain_text("Jangan tutup halaman ini")
    context.set_offline(False)
    expect(status(page, 2)).to_contain_text("Tersimpan di server")
    assert stored() == {1: ["b"], 2: ["c"]}


FULL_DISK = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); };
}"""


def test_a_paper_is_handed_in_although_the_phone_became_full_meanwhile(
    page, context, stored, submissions
):
    tap(page, 1, "b")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    page.evaluate(FULL_DISK)
    context.set_offline(True)
    tap(page, 2, "c")
    expect(status(page, 2)).to_contain_text("Jangan tutup halaman ini")
    hand_in(page)
    expect(page.get_by_text("Browser ini tidak dapat menyimpannya.")).to_be_visible()
    expect(page.get_by_text("permintaan kumpul tersimpan di ponsel ini")).to_be_hidden()
    context.set_offline(False)
    page.wait_for_url("**/hasil/1")
    assert stored() == {1: ["b"], 2: ["c"]}
    assert submissions() == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (403, "Akun ini dinonaktifkan."),
        (500, "Server belum menjawab"),
        (503, "Server belum menjawab"),
        (507, "Penyimpanan server penuh"),
    ],
)
def test_c215_an_answer_that_is_refused_stays_until_it_is_taken(page, stored, reply, said):
    body = '{"message": "Akun ini dinonaktifkan."}'
    page.route(
        "**/jawaban/*",
        lambda route: route.fulfill(status=reply, content_type="application/json", body=body),
    )
    tap(page, 1, "b")
    expect(bar(page)).to_contain_text(said)
    expect(status(page, 1)).to_contain_text("belum terkirim")
    page.reload()
    expect(page.locator("#p1-b")).to_be_checked()
    page.unroute("**/jawaban/*")
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    assert stored() == {1: ["b"]}


def test_an_answer_that_was_refused_for_good_is_not_said_to_be_on_the_server(page):
    body = '{"message": "Jawaban ini tidak dapat dibaca."}'
    page.route(
        "**/jawaban/*",
        lambda route: route.fulfill(status=422, content_type="application/json", body=body),
    )
    tap(page, 1, "b")
    expect(status(page, 1)).to_contain_text("tidak diterima server")
    page.reload()
    remaining = page.locator("[data-remaining-text]")
    expect(remaining).to_have_text(re.compile(r"\d\d\.\d\d"))  # what the phone knows is there
    assert not page.locator("#p1-b").is_checked()
    assert status(page, 1).inner_text() == ""


def test_c216_an_answer_is_queued_although_no_token_can_be_had(page, context):
    context.set_offline(True)
    tap(page, 1, "b")
    expect(bar(page)).to_contain_text("1 jawaban aman di ponsel")
    assert page.evaluate("answers.waiting().then((all) => all.length)") == 1


# --- A slow disk ----------------------------------------------------------------------------------


def test_an_older_answer_that_waits_does_not_vouch_for_a_newer_tap(context):
    context.add_init_script(SLOW_DISK)
    page = context.new_page()
    page.route("**/jawaban/*", lambda route: route.abort())
    page.goto(PAPER)
    tap(page, 1, "a")
    expect(status(page, 1)).to_contain_text("belum terkirim")
    page.evaluate("self.isSlow = true")
    tap(page, 1, "b")
    expect(status(page, 1)).to_have_text("Menyimpan")
    page.evaluate("answers.turn()")  # fails once more, and says what waits
    expect(bar(page)).to_contain_text("Tanpa sinyal. 1 jawaban aman di ponsel")
    assert status(page, 1).inner_text() == "Menyimpan"
    page.evaluate("self.isSlow = false, self.late.forEach((done) => done())")
    expect(status(page, 1)).to_contain_text("Tersimpan di ponsel")


def test_a_tab_that_hears_too_late_that_all_was_held_up_says_nothing_of_it(page, context):
    context.set_offline(True)
    tap(page, 1, "b")
    expect(bar(page)).to_be_visible()
    context.set_offline(False)
    expect(status(page, 1)).to_contain_text("Tersimpan di server")
    expect(bar(page)).to_be_hidden()
    page.evaluate(
        "new BroadcastChannel('jawaban').postMessage({kind: 'held', reason: 'signed_out'})"
    )
    page.evaluate("answers.waiting().then(answers.wishes).then(answers.waiting)")
    expect(bar(page)).to_be_hidden()


# --- C062, C065: the line breaks ------------------------------------------------------------------


def test_c062_answers_given_after_the_line_broke_arrive_without_being_given_again(
    page, context, stored
):
    for number in range(1, 11):
        if number == 7:
            context.set_offline(True)
        tap(page, number, "b")
        expect(status(page, number)).to_contain_text(
            "Tersimpan di server" if number < 7 else "belum terkirim"
        )
    assert len(stored()) == 6
    context.set_offline(False)
    expect(bar(page)).to_be_hidden()
    assert stored() == {number: ["b"] for number in range(1, 11)}


def test_c065_loading_again_comes_back_to_the_same_question_of_the_same_attempt(page, context):
    tap(page, 5, "b")
    expect(status(page, 5)).to_contain_text("Tersimpan di server")
    page.locator(".govuk-skip-link").press("Enter")
    page.wait_for_url("**#isi")  # a place of this page is no other question
    expect(page.locator("#soal-5")).to_be_visible()
    page.reload()
    context.set_offline(True)
    page.reload()
    expect(page.locator("#soal-5")).to_be_visible()
    context.set_offline(False)
    page.reload()
    expect(page.locator("#soal-5")).to_be_visible()
    expect(page.locator("#p5-b")).to_be_checked()


# --- Marked, looked back, without scripts ---------------------------------------------------------


def test_the_look_back_names_what_is_open_and_what_is_in_doubt(page, context, stored):
    for number in range(1, 10):
        tap(page, number, "b")
    page.locator('[data-go="4"]').click()
    page.get_by_label("Tandai ragu-ragu").check()
    page.locator('[data-go="5"]').click()
    expect(page.get_by_label("Tandai ragu-ragu")).not_to_be_checked()
    expect(page.locator('[data-go="4"]')).to_contain_text("ragu-ragu")
    page.locator("[data-review]").click()
    expect(page.get_by_text("9 dari 10 terjawab").last).to_be_visible()
    expect(page.locator("[data-review-list] li")).to_have_count(2)
    assert violations(page) == overflow(page) == []
    page.get_by_role("link", name="Jawab Soal 10").click()
    expect(page.locator("#soal-10")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Lihat Soal 4").click()
    expect(page.locator("#soal-4")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Tandai ragu-ragu")).to_be_checked()


def test_t10_without_scripts_one_goes_on_back_over_and_to_the_receipt(
    phone, world, attempt_id, stored
):
    page = phone(world.ani, java_script_enabled=False).new_page()
    page.goto(PAPER)
    on = page.get_by_role("button", name="Simpan & berikutnya")
    page.locator('label[for="p1-b"]').click()
    on.click()
    on.click()  # over question 2
    page.locator('label[for="p3-c"]').click()
    page.get_by_role("button", name="Kembali").click()
    expect(page.locator("#soal-2")).to_be_visible()
    assert stored() == {1: ["b"], 3: ["c"]}
    page.get_by_role("link", name="Periksa dan kumpulkan").click()
    expect(page.get_by_text("8 soal belum dijawab")).to_be_visible()
    page.get_by_role("button", name="Kumpulkan jawaban").click()
    expect(page.get_by_text("2 jawaban diterima server")).to_be_visible()
