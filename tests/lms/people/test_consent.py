from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.errors import DomainError
from lms.people import notices
from lms.people.models import Consent, DataNotice
from tests import factories

NOW = factories.BEFORE


def publish(app, version="2024-1", text="Kami menyimpan nama Anda."):
    with app.app_context(), transaction():
        notices.publish(version, text, at=NOW)


@pytest.fixture
def ani(app, sign_in):
    return sign_in(factories.make_person(app, "Ani Rahmawati"))


def agree(browser, version="2024-1", **fields):
    return browser.post("/persetujuan", {"version": version, "has_read": "y", **fields})


def count(app, model):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_nobody_goes_on_before_having_read_the_notice(app, ani):
    publish(app)
    answer = ani.get("/akun/kata-sandi?a=1")
    assert answer.location == "/persetujuan?lanjut=/akun/kata-sandi?a%3D1"
    page = ani.get(answer.location).get_data(as_text=True)
    assert "Kami menyimpan nama Anda." in page
    assert "Hubungi panitia" in page
    assert agree(ani, lanjut="/akun/kata-sandi").location == "/akun/kata-sandi"
    assert ani.get("/akun").status_code == 200


@pytest.mark.parametrize("page", ["/v", "/aktivasi", "/healthz"])
def test_public_pages_ask_nothing_of_those_who_signed_in(app, ani, page):
    publish(app)
    assert ani.get(page).status_code == 200


def test_consent_is_kept_with_version_time_and_entry(app, ani, at):
    publish(app)
    at(NOW)
    agree(ani)
    with app.app_context():
        assert db.session.scalars(sa.select(Consent)).one().at == NOW
        entry = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "consent.given")
        ).one()
        assert entry.details == {"version": "2024-1"}


def test_consenting_twice_is_once(app, ani):
    publish(app)
    assert agree(ani).status_code == 303
    assert agree(ani).status_code == 303
    assert count(app, Consent) == 1


def test_without_the_tick_nothing_is_recorded(app, ani):
    publish(app)
    answer = ani.post("/persetujuan", {"version": "2024-1"})
    assert answer.status_code == 422
    assert "Centang pernyataan ini" in answer.get_data(as_text=True)
    assert count(app, Consent) == 0


def test_text_that_changed_meanwhile_is_shown_again(app, ani):
    publish(app)
    publish(app, "2024-2", "Kami juga menyimpan foto.")
    answer = agree(ani, version="2024-1")
    assert answer.status_code == 422
    assert "menyimpan foto" in answer.get_data(as_text=True)
    assert agree(ani, version="2024-2").status_code == 303


def test_who_declines_can_sign_out(app, ani):
    publish(app)
    assert ani.post("/keluar").status_code == 303
    assert ani.get("/").location.startswith("/masuk")


def test_new_version_asks_again(app, ani):
    publish(app)
    agree(ani)
    publish(app, "2024-2", "Kami juga menyimpan foto.")
    assert ani.get("/akun").location.startswith("/persetujuan")


def test_without_notice_there_is_nothing_to_consent_to(app, ani):
    assert ani.get("/persetujuan?lanjut=/akun").location == "/akun"


def test_publishing_twice_is_once_and_other_words_need_a_version(app):
    publish(app)
    publish(app)
    assert count(app, DataNotice) == 1
    with pytest.raises(DomainError, match="versi baru"):
        publish(app, text="Lain.")
