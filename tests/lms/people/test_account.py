from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db
from lms.people.models import Person, SignIn
from tests import factories
from tests.conftest import PASSWORD, Browser

NEW = "kopi susu hangat sekali"
NIK = "6371015501850001"


@pytest.fixture
def ani(app):
    return factories.make_person(
        app,
        "Ani Rahmawati",
        password=PASSWORD,
        phone="081200000001",
        nip="198501152010012001",
    )


def sign_in_ids(app, person_id):
    with app.app_context():
        return list(
            db.session.scalars(
                sa.select(SignIn.id)
                .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
                .order_by(SignIn.id)
            )
        )


def test_account_shows_own_data_with_numbers_masked(sign_in, ani):
    page = sign_in(ani).get("/akun").get_data(as_text=True)
    assert "Ani Rahmawati" in page
    assert "100001" in page
    assert "198501152010012001" not in page
    assert "081200000001" not in page


def test_changed_password_ends_the_other_sign_ins(app, sign_in, ani):
    other, own = sign_in(ani), sign_in(ani)
    answer = own.post("/akun/kata-sandi", {"old_password": PASSWORD, "password": NEW})
    assert answer.status_code == 303
    assert "sudah diganti" in own.get("/akun").get_data(as_text=True)
    assert other.get("/akun").status_code == 302
    fresh = Browser(app).post("/masuk", {"account": "100001", "password": NEW})
    assert fresh.status_code == 303
    with app.app_context():
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert "person.password_changed" in actions


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"old_password": "salah", "password": NEW}, "sekarang tidak cocok"),
        ({"old_password": "", "password": NEW}, "Isi kata sandi yang sekarang"),
        ({"old_password": PASSWORD, "password": "dinsos 2024 jaya"}, "dinsos"),
    ],
)
def test_password_stays_when_the_form_is_wrong(app, sign_in, ani, fields, word):
    answer = sign_in(ani).post("/akun/kata-sandi", fields)
    assert answer.status_code == 422
    assert word in answer.get_data(as_text=True)
    old = Browser(app).post("/masuk", {"account": "100001", "password": PASSWORD})
    assert old.status_code == 303


def test_old_password_cannot_be_guessed_from_an_open_browser(sign_in, ani):
    own = sign_in(ani)
    guess = {"old_password": "salah", "password": NEW}
    answers = [own.post("/akun/kata-sandi", guess).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_own_sign_in_elsewhere_can_be_ended_even_twice(app, sign_in, ani):
    other, own = sign_in(ani), sign_in(ani)
    row = sign_in_ids(app, ani)[0]
    assert own.post(f"/akun/masuk/{row}/akhiri").status_code == 303
    assert own.post(f"/akun/masuk/{row}/akhiri").status_code == 303
    assert other.get("/akun").status_code == 302
    assert own.get("/akun").status_code == 200


def test_sign_in_of_somebody_else_does_not_exist(app, sign_in, ani):
    sign_in(ani)
    stranger = sign_in(factories.make_person(app, "Dewi Anggraini"))
    row = sign_in_ids(app, ani)[0]
    assert stranger.post(f"/akun/masuk/{row}/akhiri").status_code == 404
    assert sign_in_ids(app, ani) == [row]
    assert stranger.get(f"/akun/masuk/{row}/akhiri").status_code == 405


def test_own_data_comes_as_a_file_with_the_nik_masked(app, sign_in, ani):
    with app.app_context():
        from lms.db import transaction  # noqa: PLC0415

        with transaction():
            db.session.get_one(Person, ani).set_nik(NIK)
    answer = sign_in(ani).get("/akun/data.json")
    data = json.loads(answer.get_data(as_text=True))
    assert data["akun"]["nama"] == "Ani Rahmawati"
    assert data["akun"]["nip"] == "198501152010012001"
    assert NIK not in answer.get_data(as_text=True)
    assert "attachment" in answer.headers["Content-Disposition"]
