"""The timetable in a calendar program: what it reads, who may, and when nothing changed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from courses.trainings.models import Enrolment, ScheduleItem, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from tests import factories
from tests.factories import DAY_1, wita

NINE = wita(DAY_1, "09.00")


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def page(world):
    return f"/pelatihan/{world.code}/jadwal"


def address_of(browser, page) -> str:
    """Make an address and read it from the page."""
    assert browser.post(f"{page}/kalender").status_code == 303
    text = browser.get(page).get_data(as_text=True)
    found = re.search(r'href="http://localhost(/kalender/[^"]+\.ics)"', text)
    assert found, text
    return found[1]


def events(answer) -> list:
    assert answer.status_code == 200
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_without_an_address_there_is_only_the_button(sign_in, world, page):
    text = sign_in(world.ani).get(page).get_data(as_text=True)
    assert "Buat alamat kalender" in text
    assert "/kalender/" not in text


def test_calendar_holds_every_line_in_wita_without_signing_in(app, sign_in, browser, world, page):
    answer = browser.get(address_of(sign_in(world.ani), page))
    assert answer.content_type == "text/calendar; charset=utf-8"
    with app.app_context():
        items = db.session.scalars(
            sa.select(ScheduleItem).order_by(ScheduleItem.starts_at, ScheduleItem.position)
        ).all()
    found = events(answer)
    assert len(found) == len(items) > 0
    for event, item in zip(found, items, strict=True):
        assert str(event["summary"]) == item.title
        assert event["dtstart"].dt == item.starts_at
        assert event["dtstart"].dt.utcoffset() == timedelta(hours=8)
        assert event["dtstart"].params["TZID"] == "Asia/Makassar"
        assert "WITA" in str(event["description"])
    zones = Calendar.from_ical(answer.data).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Asia/Makassar"]
    assert len({str(event["uid"]) for event in found}) == len(found)
    assert b"Ani Rahmawati" not in answer.data, "nobody's own data"


def test_trainers_see_their_own_lines_and_organisers_the_attendance(
    app, sign_in, browser, world, page
):
    with app.app_context(), transaction():
        item = db.session.scalars(sa.select(ScheduleItem).limit(1)).one()
        item.speaker, item.room = "Orang Lain; Budi Santoso", "Aula 2"
        name = db.session.scalar(
            sa.text("SELECT name FROM person WHERE id = :id"), {"id": world.budi}
        )
        item.speaker = f"Orang Lain; {name}"
    own = events(browser.get(address_of(sign_in(world.budi), page)))
    assert [str(each["summary"]).startswith("Tugas Anda: ") for each in own].count(True) == 1
    assert any("Aula 2" in str(each.get("location", "")) for each in own)
    office = events(browser.get(address_of(sign_in(world.citra), page)))
    assert len(office) == len(own) + 4
    assert sum(str(each["summary"]).startswith("Presensi ") for each in office) == 4


def test_program_is_told_when_nothing_changed(app, sign_in, browser, world, page):
    address = address_of(sign_in(world.ani), page)
    first = browser.get(address)
    again = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.timetable_version += 1
        db.session.scalars(sa.select(ScheduleItem).limit(1)).one().title = "Judul baru"
    changed = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    before, after = events(first)[0], events(changed)[0]
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) == int(before["sequence"]) + 1


def test_new_address_ends_the_old_one(app, sign_in, browser, world, page):
    ani = sign_in(world.ani)
    old = address_of(ani, page)
    new = address_of(ani, page)
    assert new != old
    assert browser.get(old).status_code == 404
    assert browser.get(new).status_code == 200
    with app.app_context():
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions.count("calendar.address_made") == 2


@pytest.mark.parametrize("change", [("-", "-X"), (".ics", "A.ics"), ("/kalender/1", "/kalender/9")])
def test_guessed_addresses_are_nothing(sign_in, browser, world, page, change):
    assert browser.get(address_of(sign_in(world.ani), page).replace(*change)).status_code == 404


def test_who_left_the_list_reads_no_more(app, sign_in, browser, world, page):
    address = address_of(sign_in(world.ani), page)
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = NINE
    assert browser.get(address).status_code == 404


def test_closed_account_reads_no_more(app, sign_in, browser, world, page):
    address = address_of(sign_in(world.ani), page)
    with app.app_context(), transaction():
        db.session.get_one(Person, world.ani).is_active = False
    assert browser.get(address).status_code == 404


def test_strangers_get_no_address(sign_in, world, page):
    assert sign_in(world.dewi).post(f"{page}/kalender").status_code == 404
