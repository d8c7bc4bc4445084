from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people import services
from lms.people.models import Person
from tests import factories
from tests.conftest import PASSWORD, Browser

NOW = factories.BEFORE


@pytest.fixture
def ani(app, at):
    at(NOW)
    return factories.make_person(app, "Ani Rahmawati", phone="081200000001")


@pytest.fixture
def code(app, ani):
    with app.app_context():
        with transaction():
            services.prepare_slip(db.session.get_one(Person, ani), at=NOW, days=14)
        return db.session.get_one(Person, ani).slip_code


def renew(app, person_id):
    with app.app_context():
        with transaction():
            services.renew_slip(
                db.session.get_one(Person, person_id),
                at=NOW, days=14, actor_id=None, reason="lupa kata sandi",
            )  # fmt: skip
        return db.session.get_one(Person, person_id).slip_code


@pytest.mark.smoke
def test_slip_shows_the_name_sets_the_password_and_lets_in(app, browser, ani, code):
    page = browser.get(f"/aktivasi/{code}").get_data(as_text=True)
    assert "Ani Rahmawati" in page
    assert "100001" in page
    assert browser.post(f"/aktivasi/{code}", {"password": PASSWORD}).status_code == 303
    assert browser.get("/akun").status_code == 200
    answer = Browser(app).post("/masuk", {"account": "100001", "password": PASSWORD})
    assert answer.status_code == 303


def test_activation_is_in_the_audit_log_without_code_or_password(app, browser, ani, code):
    browser.post(f"/aktivasi/{code}", {"password": PASSWORD})
    with app.app_context():
        entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [entry.action for entry in entries] == ["person.activated", "sign_in.begun"]
        assert {entry.actor_id for entry in entries} == {ani}
        assert not any(code in str(entry.details) for entry in entries)


def test_typed_code_leads_to_the_same_page(browser, code):
    answer = browser.post("/aktivasi", {"code": f" {code.lower().replace('-', ' ')} "})
    assert answer.status_code == 303
    assert "Ani Rahmawati" in browser.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    ("password", "word"),
    [("", "Isi kata sandi"), ("pendek", "sedikitnya 10"), ("rahmawati 2024 ya", "nama Anda")],
)
def test_weak_password_is_refused_and_the_code_stays_good(browser, code, password, word):
    answer = browser.post(f"/aktivasi/{code}", {"password": password})
    assert answer.status_code == 422
    assert word in answer.get_data(as_text=True)
    assert browser.post(f"/aktivasi/{code}", {"password": PASSWORD}).status_code == 303


def test_used_code_says_what_to_do(app, browser, code):
    browser.post(f"/aktivasi/{code}", {"password": PASSWORD})
    other = Browser(app)
    for answer in (
        other.get(f"/aktivasi/{code}"),
        other.post(f"/aktivasi/{code}", {"password": "kata sandi pencuri"}),
    ):
        assert answer.status_code == 409
        assert "Kode ini sudah dipakai" in answer.get_data(as_text=True)
    stolen = {"account": "100001", "password": "kata sandi pencuri"}
    assert other.post("/masuk", stolen).status_code == 422


def test_expired_code_says_what_to_do(browser, code, at):
    at(NOW + timedelta(days=14) - timedelta(seconds=1))
    assert browser.get(f"/aktivasi/{code}").status_code == 200
    at(NOW + timedelta(days=14))
    answer = browser.get(f"/aktivasi/{code}")
    assert answer.status_code == 410
    assert "sudah habis" in answer.get_data(as_text=True)


def test_unknown_code_is_not_found(browser):
    assert browser.get("/aktivasi/2222-2222").status_code == 404
    answer = browser.post("/aktivasi", {"code": "2222-2222"})
    assert answer.status_code == 422
    assert "tidak dikenal" in answer.get_data(as_text=True)


def test_wrong_codes_are_counted_for_their_device_alone(app, browser, code):
    answers = [browser.post("/aktivasi", {"code": f"2222-22{n:02d}"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert Browser(app).post("/aktivasi", {"code": code}).status_code == 303


def test_renewed_code_kills_the_old_one_but_nothing_else_before_it_is_used(app, ani, code):
    phone = Browser(app)
    phone.post(f"/aktivasi/{code}", {"password": PASSWORD})
    fresh = renew(app, ani)
    assert fresh != code
    assert Browser(app).get(f"/aktivasi/{code}").status_code == 404
    assert phone.get("/akun").status_code == 200
    helped = Browser(app)
    helped.post(f"/aktivasi/{fresh}", {"password": "kopi susu hangat"})
    assert phone.get("/akun").status_code == 302
    answer = Browser(app).post("/masuk", {"account": "100001", "password": PASSWORD})
    assert answer.status_code == 422


def test_recovery_code_lives_a_quarter_of_an_hour(app, ani, code, at):
    Browser(app).post(f"/aktivasi/{code}", {"password": PASSWORD})
    fresh = renew(app, ani)
    at(NOW + timedelta(minutes=15))
    assert Browser(app).get(f"/aktivasi/{fresh}").status_code == 410


def test_get_of_the_code_page_writes_nothing(app, browser, code, statements):
    with statements() as seen:
        browser.get(f"/aktivasi/{code}")
    assert all(statement.startswith("SELECT") for statement in seen)
