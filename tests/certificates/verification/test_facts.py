"""What the paper says can be compared on the page, letter for letter; nothing more of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from certificates.register.models import Certificate
from certificates.register.reports import safe_name
from courses.trainings.models import Enrolment
from lms.db import db, transaction
from lms.people.models import Person
from tests import factories
from tests.certificates import making
from tests.certificates.document.conftest import FACTS

CODE = "K7QMX2R9TBWD"
NIK, EMAIL, PHONE = "6303014107900001", "ani@contoh.example", "081200000001"
TITLE = "Rumah Warga’s – Usaha & Pangan"


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    making.decide(app, world, world.ani_seat)
    with app.app_context(), transaction():
        person = db.session.get_one(Person, world.ani)
        person.set_nik(NIK)
        person.email, person.nip = EMAIL, "199001012015012003"
    return world


@pytest.fixture
def printed(app, world):
    """A certificate of these facts, as a row that a paper could come from."""
    making.issue(app, world)

    def put(**changes: object) -> None:
        facts = replace(FACTS, **changes)
        with app.app_context(), transaction():
            first = db.session.scalars(sa.select(Certificate)).one()
            row = {
                column.name: getattr(first, column.name)
                for column in Certificate.__table__.columns
                if column.name != "id"
            }
            row |= {"serial": 7, "turn": 1, "number": facts.number, "code": CODE}
            row |= {"facts": facts.to_dict(), "facts_hash": facts.digest()}
            db.session.execute(sa.insert(Certificate).values(**row))

    return put


def both(browser, code: str) -> tuple[str, dict]:
    page = unescape(browser.get(f"/v/{code}").get_data(as_text=True))
    return page, browser.get(f"/v/{code}", headers={"Accept": "application/json"}).json


def test_every_printed_fact_can_be_compared(browser, printed):
    printed()
    page, told = both(browser, CODE)
    for fact in (
        FACTS.number, FACTS.title, FACTS.recipient_name, FACTS.position, FACTS.institution,
        FACTS.region_name, FACTS.statement, FACTS.event_title, FACTS.venue, FACTS.city,
        "31 Januari 2024", "1 Februari 2024", "18 JP", "Banjarbaru", *FACTS.heading_lines,
        "Drs. H. Anang Rahimullah, M.Si.", "Plt. Kepala Dinas Sosial", "Pembina Utama Muda",
        "Tes akhir: 86,67", "Rencana kerja: 82,50", "Nilai akhir: 85,25 (Sangat Baik)",
    ):  # fmt: skip
        assert fact in page
    for line in FACTS.modules:
        assert f"{line.code} {line.title} (2 JP" in page
    assert told["marks"] == {"post_test": 8667, "work_plan": 8250, "final": 8525}
    assert (told["predicate"], told["name"]) == ("Sangat Baik", FACTS.recipient_name)
    assert FACTS.recipient_nip not in page


@pytest.mark.parametrize(
    "change", [{"recipient_name": "Orang Lain"}, {"predicate": "Baik"}, {"lesson_hours": 99}]
)
def test_paper_that_was_changed_differs_from_the_page(browser, printed, change):
    printed(**change)
    ((name, value),) = change.items()
    page, _told = both(browser, CODE)
    assert {"recipient_name": value, "predicate": f"({value})"}.get(name, "99 JP") in page
    assert {"predicate": "(Sangat Baik)", "lesson_hours": "18 JP"}.get(
        name, FACTS.recipient_name
    ) not in page


def test_page_says_nothing_of_the_person_that_the_paper_does_not(app, browser, world):
    making.issue(app, world, render=True)
    with app.app_context():
        code = db.session.scalars(sa.select(Certificate.code)).one()
    page, told = both(browser, code)
    for secret in (NIK, EMAIL, PHONE, "199001012015012003"):
        assert secret not in page
        assert secret not in str(told)


def test_title_with_punctuation_is_the_same_everywhere(browser, printed):
    printed(event_title=TITLE)
    raw = browser.get(f"/v/{CODE}").get_data(as_text=True)
    assert "&amp;amp;" not in raw
    page, told = both(browser, CODE)
    assert f"<dd>{TITLE}</dd>" in page
    assert told["event"] == TITLE
    assert safe_name(TITLE) == TITLE


def test_who_is_gone_is_still_named_on_the_certificate(app, browser, world, at):
    making.issue(app, world, render=True)
    with app.app_context(), transaction():
        person = db.session.get_one(Person, world.ani)
        person.is_active, person.name, person.name_key = False, "Data dihapus", "data dihapus"
        person.nip = person.phone = person.email = None
        person.set_nik(None)
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = making.AT
        code = db.session.scalars(sa.select(Certificate.code)).one()
    at(making.AT + timedelta(days=400))
    page, told = both(browser, code)
    assert "<dd>Ani Rahmawati</dd>" in page
    assert (told["status"], told["name"]) == ("specimen", "Ani Rahmawati")
