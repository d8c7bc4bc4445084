"""What weighs much asks for the password again, and nothing that was typed is lost by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from certificates.register.models import Revocation
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people import passwords
from lms.people.models import Person
from tests import factories
from tests.certificates import making
from tests.conftest import PASSWORD

ASK = "/akun/konfirmasi"
REASON = "Nama keliru ditulis di sertifikat."


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    with app.app_context():
        hashed = passwords.hash_password(PASSWORD)
        with transaction():
            db.session.get_one(Person, world.citra).password_hash = hashed
    return world


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/register/1/cabut"


def revoked(app) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Revocation)) or 0


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (10, 200), (11, 302)])
def test_the_page_opens_only_shortly_after_the_password(world, sign_in, at, url, minutes, status):
    citra = sign_in(world.citra)
    at(making.AT + timedelta(minutes=minutes))
    answer = citra.get(url)
    assert answer.status_code == status
    if status == 302:
        assert answer.location == f"{ASK}?lanjut={url}"


def test_the_right_password_leads_on(app, world, sign_in, at, url):
    citra = sign_in(world.citra)
    at(making.AT + timedelta(hours=1))
    page = citra.get(url, follow_redirects=True).get_data(as_text=True)
    assert "Tulis kata sandi sekali lagi" in page
    wrong = citra.post(ASK, {"password": "bukan-ini-1", "lanjut": url})
    assert wrong.status_code == 422
    assert "Kata sandi tidak cocok." in wrong.get_data(as_text=True)
    assert citra.get(url).status_code == 302
    right = citra.post(ASK, {"password": PASSWORD, "lanjut": url})
    assert (right.status_code, right.location) == (303, url)
    assert citra.get(url).status_code == 200
    assert citra.post(url, {"reason": REASON}).status_code == 303
    assert revoked(app) == 1
    with app.app_context():
        actions = list(db.session.scalars(sa.select(AuditEntry.action)))
    assert actions.count("sign_in.confirmed") == 1


@pytest.mark.parametrize(("minutes", "status"), [(20, 303), (21, 401)])
def test_a_form_that_took_long_is_given_back(app, world, sign_in, at, url, minutes, status):
    citra = sign_in(world.citra)
    token = citra.csrf_token()
    at(making.AT + timedelta(minutes=minutes))
    fields = {"csrf_token": token, "reason": REASON}
    answer = citra.client.post(url, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == status
    assert revoked(app) == (status == 303)
    if status == 401:
        page = answer.get_data(as_text=True)
        assert REASON in page
        assert ASK in page


def test_guessing_there_is_slowed_down_like_at_the_door(world, sign_in, at, url):
    citra = sign_in(world.citra)
    statuses = [citra.post(ASK, {"password": f"tebakan-{n}"}).status_code for n in range(25)]
    assert statuses[0] == 422
    assert 429 in statuses


@pytest.mark.parametrize("target", ["https://lain.example/x", "//lain.example", "javascript:1"])
def test_it_leads_to_no_other_site(world, sign_in, target):
    citra = sign_in(world.citra)
    answer = citra.post(ASK, {"password": PASSWORD, "lanjut": target})
    assert answer.location == "/akun"


def test_other_pages_ask_nothing(world, sign_in, at):
    citra = sign_in(world.citra)
    at(making.AT + timedelta(hours=3))
    assert citra.get(f"/pelatihan/{world.code}/register").status_code == 200


def test_nobody_signed_in_is_sent_to_sign_in(browser, url):
    assert "/masuk" in browser.get(url).location
    assert "/masuk" in browser.get(ASK).location
