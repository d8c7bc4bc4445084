from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db
from lms.people.models import SignIn, SignInFailure
from tests import factories
from tests.conftest import PASSWORD, Browser

PHONE = "081200000001"


@pytest.fixture
def ani(app):
    return factories.make_person(app, "Ani Rahmawati", password=PASSWORD, phone=PHONE)


def enter(browser, account=PHONE, password=PASSWORD, **fields):
    return browser.post("/masuk", {"account": account, "password": password, **fields})


def count(app, model):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def actions(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.mark.smoke
@pytest.mark.parametrize("account", [PHONE, "+62 812-0000-0001", "100001"])
def test_phone_or_number_however_spelt_signs_in(browser, ani, account):
    answer = enter(browser, account)
    assert answer.status_code == 303
    assert "Pelatihan Anda" in browser.get("/").get_data(as_text=True)


def test_signing_in_leaves_one_row_an_entry_and_no_failure(app, browser, ani):
    enter(browser)
    assert count(app, SignIn) == 1
    assert count(app, SignInFailure) == 0
    assert actions(app) == ["sign_in.begun"]


def test_wrong_password_keeps_what_was_typed_and_says_so(browser, ani):
    answer = enter(browser, password="salah")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "tidak cocok" in page
    assert f'value="{PHONE}"' in page


def without_tokens(answer):
    text = answer.get_data(as_text=True)
    return [line for line in text.splitlines() if "csrf_token" not in line]


def test_unknown_account_sees_the_same_page_as_a_wrong_password(app, ani):
    known, unknown = Browser(app), Browser(app)
    first = enter(known, password="salah")
    second = enter(unknown, account="081299999999", password="salah")
    assert second.status_code == first.status_code
    assert without_tokens(second) == [
        line.replace(PHONE, "081299999999") for line in without_tokens(first)
    ]


def test_unactivated_account_cannot_be_entered(app, browser):
    factories.make_person(app, "Budi Santoso", phone="081200000009")
    assert enter(browser, "081200000009", "").status_code == 422
    assert enter(browser, "081200000009", "nobody has this password").status_code == 422


def test_page_without_sign_in_leads_there_and_back(browser, ani):
    answer = browser.get("/akun/kata-sandi")
    assert answer.location == "/masuk?lanjut=/akun/kata-sandi"
    assert enter(browser, lanjut="/akun/kata-sandi").location == "/akun/kata-sandi"


@pytest.mark.parametrize("target", ["//contoh.id", "https://contoh.id/", "/\\contoh.id", "x"])
def test_address_elsewhere_leads_home_instead(browser, ani, target):
    assert enter(browser, lanjut=target).location == "/"


def test_copied_cookie_is_worth_nothing_after_signing_out(browser, ani):
    browser.sign_in(ani)
    with browser.client.session_transaction() as state:
        copied = dict(state)
    browser.post("/keluar")
    with browser.client.session_transaction() as state:
        state.update(copied)
    assert browser.get("/").status_code == 302


def test_signing_in_starts_a_new_session(browser, ani):
    browser.get("/masuk")
    with browser.client.session_transaction() as state:
        state["planted"] = "by somebody else"
    enter(browser)
    with browser.client.session_transaction() as state:
        assert "planted" not in state


def test_pages_of_a_person_are_not_kept_by_the_browser(browser, ani):
    assert "no-store" in browser.sign_in(ani).get("/akun").headers["Cache-Control"]


def test_eleventh_guess_waits_and_says_for_how_long(app, browser, ani, at):
    at(factories.BEFORE)
    for _ in range(10):
        assert enter(browser, password="salah").status_code == 422
    answer = enter(browser)
    assert answer.status_code == 429
    assert "Coba lagi dalam 15 menit" in answer.get_data(as_text=True)
    assert count(app, SignInFailure) == 10
    assert actions(app) == ["sign_in.throttled"]
    at(factories.BEFORE + timedelta(minutes=15))
    assert enter(browser).status_code == 303


def test_account_nobody_has_is_throttled_alike(app, at):
    at(factories.BEFORE)
    answers = [enter(Browser(app), "nama saja", "salah").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_guesser_elsewhere_does_not_lock_the_owner_out(app, browser, ani, at):
    at(factories.BEFORE)
    enter(browser)
    browser.post("/keluar")
    for _ in range(12):
        enter(Browser(app), account="100001", password="salah")
    assert enter(Browser(app)).status_code == 429
    assert enter(browser).status_code == 303


def test_forged_device_cookie_knows_nobody(app, ani, at):
    at(factories.BEFORE)
    for _ in range(10):
        enter(Browser(app), password="salah")
    forger = Browser(app)
    forger.client.set_cookie("perangkat", f'["x",[{ani}]].c2lnbmF0dXJl')
    assert enter(forger).status_code == 429


def test_room_of_34_enters_from_one_address_while_somebody_guesses(app, at):
    at(factories.BEFORE)
    phones = [f"0812000001{place:02d}" for place in range(34)]
    for phone in phones:
        factories.make_person(app, f"Peserta {phone[-2:]}", password=PASSWORD, phone=phone)
    attacker = Browser(app)
    answers = []
    for phone in phones:
        enter(attacker, account=phones[33], password="tebakan")
        answers.append(enter(Browser(app), account=phone).status_code)
    assert answers[:33] == [303] * 33
    assert answers[33] == 429  # the one account under attack, from a device not seen before


def test_guesses_sent_all_at_once_are_limited_too(app, ani, at):
    at(factories.BEFORE)
    guessers = [Browser(app) for _ in range(14)]
    tokens = [guesser.csrf_token() for guesser in guessers]

    def guess(guesser, token):
        form = {"csrf_token": token, "account": PHONE, "password": "tebakan"}
        return guesser.client.post("/masuk", data=form).status_code

    with ThreadPoolExecutor(14) as pool:
        answers = sorted(pool.map(guess, guessers, tokens))
    assert answers == [422] * 10 + [429] * 4
