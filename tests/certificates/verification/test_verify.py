from __future__ import annotations

import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate
from certificates.register.services import revoke
from courses.trainings.models import Training
from lms.db import db, transaction
from lms.people.models import Person
from lms.web import limiter
from tests import factories
from tests.certificates import making


@pytest.fixture
def undecided(app):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    return world


@pytest.fixture
def world(app, undecided):
    making.decide(app, undecided, undecided.ani_seat)
    return undecided


@pytest.fixture
def certificate(app, world):
    (certificate_id,) = making.issue(app, world)
    with app.app_context():
        return db.session.get(Certificate, certificate_id)


def take_back(app, certificate, world):
    with app.app_context(), transaction():
        row = db.session.get(Certificate, certificate.id)
        revoke(row, reason="Data peserta keliru.", actor_id=world.citra, at=making.AT)


@pytest.mark.smoke
def test_anyone_sees_every_printed_fact(browser, certificate):
    page = browser.get(f"/v/{certificate.code}").get_data(as_text=True)
    for fact in (
        "Ani Rahmawati", "800.2/0001/Dinsos/UJI/II/2024", "Bimbingan Teknis Uji", "10 JP",
        "31 Januari 2024", "1 Februari 2024", "2 Februari 2024", "Kabupaten Banjar",
        "kompeten sebagai Pendamping Sosial", "Drs. Gunawan Contoh, M.Si.",
        "Plt. Kepala Dinas Sosial", "Pembina Utama Muda",
    ):  # fmt: skip
        assert fact in page


def test_page_and_json_carry_no_personal_numbers(app, browser, certificate, world):
    with app.app_context(), transaction():
        db.session.get(Person, world.ani).nip = "199001012015012003"
    for accept in ("text/html", "application/json"):
        body = browser.get(f"/v/{certificate.code}", headers={"Accept": accept}).get_data(True)
        assert "081200000001" not in body
        assert "199001012015012003" not in body


def test_marks_of_the_back_page_can_be_compared(browser, certificate):
    page = browser.get(f"/v/{certificate.code}").get_data(as_text=True)
    assert "Tes akhir: 80,00" in page
    assert "Rencana kerja: 85,00" in page
    answer = browser.get(f"/v/{certificate.code}", headers={"Accept": "application/json"})
    assert answer.json["marks"] == {"post_test": 8000, "work_plan": 8500, "final": None}
    assert "Nilai akhir" not in page  # a component of it was never marked


def test_final_mark_is_told_once_every_component_has_a_result(app, browser, undecided):
    world = undecided
    weights = dict.fromkeys(factories.RULES["weights"], 0) | {"post_test": 60, "work_plan": 40}
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"weights": weights}
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    with app.app_context():
        code = db.session.scalar(sa.select(Certificate.code))
    assert "Nilai akhir: 82,00 (Memuaskan)" in browser.get(f"/v/{code}").get_data(as_text=True)
    answer = browser.get(f"/v/{code}", headers={"Accept": "application/json"}).json
    assert (answer["marks"]["final"], answer["predicate"]) == (8200, "Memuaskan")


def test_program_gets_the_same_facts_as_json(browser, certificate):
    answer = browser.get(f"/v/{certificate.code}", headers={"Accept": "application/json"})
    assert answer.json["status"] == "specimen"
    assert answer.json["name"] == "Ani Rahmawati"
    assert answer.json["signatory"]["name"] == "Drs. Gunawan Contoh, M.Si."
    assert answer.json["signatory"]["acting"]
    assert (answer.json["first_day"], answer.json["last_day"]) == ("2024-01-31", "2024-02-01")


@pytest.mark.parametrize("spelling", [str.lower, lambda code: f"{code[:4]}-{code[4:8]} {code[8:]}"])
def test_typed_code_is_found_however_it_is_spelt(browser, certificate, spelling):
    answer = browser.get("/v", query_string={"kode": spelling(certificate.code)})
    assert browser.get(answer.location).status_code == 200


def test_revoked_certificate_says_when_and_why_and_never_that_it_is_valid(
    app, browser, certificate, world
):
    take_back(app, certificate, world)
    page = browser.get(f"/v/{certificate.code}").get_data(as_text=True)
    assert "DICABUT" in page
    assert "2 Februari 2024" in page
    assert "Data peserta keliru." in page
    assert "SAH" not in page
    answer = browser.get(f"/v/{certificate.code}", headers={"Accept": "application/json"})
    assert answer.json["status"] == "revoked"
    assert answer.json["revocation_reason"] == "Data peserta keliru."


@pytest.mark.parametrize(
    "code", ["ABCDEFGH2345", "x", "-", "é" * 12, "A" * 500, "' OR 1=1 --", "%00", "0OIL10OIL10O"]
)
def test_unknown_code_is_never_an_error(browser, certificate, code):
    answer = browser.get(f"/v/{code}")
    assert answer.status_code == 404
    assert "TIDAK DITEMUKAN" in answer.get_data(as_text=True)


def test_certificate_outlives_its_holder_s_account(app, browser, certificate, world):
    with app.app_context(), transaction():
        person = db.session.get(Person, world.ani)
        person.is_active, person.name = False, "Nama Baru"
    assert "Ani Rahmawati" in browser.get(f"/v/{certificate.code}").get_data(as_text=True)


def test_guessing_is_throttled_in_words(app, browser, certificate):
    limiter.reset()
    limiter.enabled = True
    try:
        answers = [browser.get("/v/ABCDEFGH2345") for _ in range(61)]
    finally:
        limiter.enabled = False
    assert [answer.status_code for answer in answers] == [404] * 60 + [429]
    assert answers[60].headers["Retry-After"] == "60"
    assert "Tunggu sebentar" in answers[60].get_data(as_text=True)


def test_codes_are_unique_whatever_their_case(app, certificate):
    code_column = Certificate.__table__.c.code
    assert code_column.unique
    assert certificate.code == certificate.code.upper()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Certificate)) == 1
