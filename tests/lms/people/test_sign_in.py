from __future__ import annotations

import pytest

from tests import factories
from tests.conftest import PASSWORD


@pytest.fixture
def ani(app):
    return factories.make_person(app, "Ani Rahmawati", password=PASSWORD, phone="081200000001")


@pytest.mark.smoke
@pytest.mark.parametrize("account", ["081200000001", "+62 812-0000-0001", "100001"])
def test_phone_or_number_however_spelt_signs_in(browser, ani, account):
    answer = browser.post("/masuk", {"account": account, "password": PASSWORD})
    assert answer.status_code == 303
    assert "Pelatihan Anda" in browser.get("/").get_data(as_text=True)


def test_wrong_password_keeps_what_was_typed_and_says_so(browser, ani):
    answer = browser.post("/masuk", {"account": "081200000001", "password": "salah"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "tidak cocok" in page
    assert 'value="081200000001"' in page


def test_page_without_sign_in_leads_there_and_back(browser, ani):
    answer = browser.get("/")
    assert answer.location.startswith("/masuk?lanjut=")


def test_copied_cookie_is_worth_nothing_after_signing_out(browser, ani):
    browser.sign_in(ani)
    with browser.client.session_transaction() as state:
        copied = dict(state)
    browser.post("/keluar")
    with browser.client.session_transaction() as state:
        state.update(copied)
    assert browser.get("/").status_code == 302
