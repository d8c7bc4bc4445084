"""Faults that other systems had on the phones of those who sat a test, and what is right here."""

from __future__ import annotations

import re
from datetime import timedelta
from time import monotonic

import pytest
from playwright.sync_api import expect

from lms import clock
from lms.db import db, transaction
from lms.people.models import Person
from quizzes.attempts import queries
from tests import quiz_factories
from tests.browser.conftest import cookie_of
from tests.browser.offline import UNTIL
from tests.browser.sitting import PAPER, QUIZ, status, tap
from tests.quiz_factories import NINE

WAITS = re.compile("Tersimpan di ponsel")
SAVED = re.compile("Tersimpan di server")
# The clock that a person sets, and nothing else of the phone.
SET_CLOCK = """(() => {
  const real = Date, shift = %d * 60000;
  window.Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(real.now() + shift); }
    static now() { return real.now() + shift; }
  };
})()"""

pytestmark = pytest.mark.browser


@pytest.fixture
def questions():
    return 10


def come_back(page):
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_c062_what_was_answered_without_signal_arrives_without_being_given_again(page, stored):
    for number in range(1, 7):
        tap(page, number, "b")
    expect(status(page, 6)).to_have_text(SAVED)
    page.context.set_offline(True)
    for number in range(7, 11):
        tap(page, number, "b")
        expect(status(page, number)).to_have_text(WAITS)
    assert len(stored()) == 6
    page.context.set_offline(False)
    for number in range(7, 11):
        expect(status(page, number)).to_have_text(SAVED)
    assert stored() == {number: ["b"] for number in range(1, 11)}


def test_c065_reconnecting_leads_back_to_the_same_question_of_the_same_attempt(app, page, stored):
    tap(page, 4, "c")
    expect(status(page, 4)).to_have_text(SAVED)
    page.context.set_offline(True)
    tap(page, 5, "d")
    expect(status(page, 5)).to_have_text(WAITS)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#soal-5")).to_be_visible()
    expect(page.locator("#p5-d")).to_be_checked()
    expect(status(page, 5)).to_have_text(SAVED)
    assert stored() == {4: ["c"], 5: ["d"]}
    assert [attempt.number for attempt in quiz_factories.attempts(app)] == [1]


@pytest.mark.parametrize("minutes", [-30, 30])
def test_c069_c071_a_phone_whose_clock_was_set_gains_neither_time_nor_answers(
    app, context, stored, minutes
):
    context.add_init_script(SET_CLOCK % minutes)
    page = context.new_page()
    page.goto(PAPER)
    clock.use(lambda: NINE + timedelta(minutes=8))
    tap(page, 1, "b")
    expect(status(page, 1)).to_have_text(SAVED)
    come_back(page)  # as about every half minute
    expect(page.locator(".quiz")).to_contain_text(re.compile(r"1[12][.:]\d\d"))
    assert page.url.partition("?")[0].endswith("/kerjakan")
    assert "rahasia" not in page.content()
    assert page.request.get(f"{QUIZ}/hasil/1").status == 404
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.deadline_at == NINE + timedelta(minutes=20)
    assert stored() == {1: ["b"]}


def test_c063_an_essay_typed_until_the_time_is_up_is_in_the_attempt(app, phone, world):
    asked = [quiz_factories.of_kind("essay", model="Model.")]
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=asked)
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    almost = NINE + timedelta(minutes=19, seconds=54)
    clock.use(lambda: almost)
    page = phone(world.ani).new_page()
    page.goto(PAPER)
    text = "kata " * 39 + "akhir"
    page.locator("#soal-1 textarea").fill(text)
    typed = monotonic()  # a slow machine has all the time it needs until here
    clock.use(lambda: almost + timedelta(seconds=monotonic() - typed))
    page.wait_for_url("**/hasil/1")
    with app.app_context():
        assert queries.answers(attempt_id)[1].choices == [text]
    assert quiz_factories.attempt(app, attempt_id).submitted_at is not None


@pytest.mark.parametrize("refusal", [403, 500, 503])
def test_c215_an_answer_leaves_the_phone_only_once_it_was_taken(page, stored, refusal):
    page.route("**/jawaban/*", lambda route: route.fulfill(status=refusal, body="{}"))
    tap(page, 1, "b")
    expect(status(page, 1)).to_have_text(WAITS)
    page.reload()
    expect(page.locator("#p1-b")).to_be_checked()
    told = page.locator("#soal-1 [data-status]:has-text('ponsel'), [data-bar]:not([hidden])")
    expect(told.first).to_be_visible()
    assert stored() == {}
    page.unroute("**/jawaban/*")
    come_back(page)
    expect(status(page, 1)).to_have_text(SAVED)
    assert stored() == {1: ["b"]}


def test_c216_no_token_is_needed_to_keep_an_answer(page, stored):
    page.route("**/denyut", lambda route: route.abort())
    page.route("**/waktu", lambda route: route.abort())
    page.context.set_offline(True)
    tap(page, 1, "b")
    expect(status(page, 1)).to_have_text(WAITS)
    expect(page.locator("[data-bar]")).to_contain_text("1 jawaban")
    assert stored() == {}


@pytest.mark.parametrize("is_shut_out", [False, True])
def test_r17_five_answers_wait_through_the_end_of_a_session(
    app, world, page, address, stored, is_shut_out
):
    if is_shut_out:
        with app.app_context(), transaction():
            db.session.get_one(Person, world.ani).is_active = False
    else:
        page.context.clear_cookies()
    for number in range(1, 6):
        tap(page, number, "b")
    for number in range(1, 6):
        expect(status(page, number)).to_have_text(WAITS)
    assert stored() == {}
    with app.app_context(), transaction():
        db.session.get_one(Person, world.ani).is_active = True
    page.context.add_cookies([cookie_of(app, world.ani, address)])
    come_back(page)
    # A try that was under way may still have met the ended session, and the next waits its turn.
    page.evaluate(UNTIL % "(await answers.turn()) === ''")
    for number in range(1, 6):
        expect(status(page, number)).to_have_text(SAVED)
    assert stored() == {number: ["b"] for number in range(1, 6)}
