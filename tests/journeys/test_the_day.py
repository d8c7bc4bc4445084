"""One morning over HTTP, on all three channels: phone, tap and paper, late codes and a letter.

In the end everybody's standing can be traced, every contradiction was settled by a person, and
the register, the sheet and the decision count the same minutes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta

import openpyxl
import pytest
import sqlalchemy as sa

from certificates.decisions.queries import cases
from courses.attendance import codes, queries, scanning
from courses.attendance.models import AttendanceMark, Excuse, LateScan, Source
from courses.roster.models import SeatChange
from courses.trainings.models import Enrolment, Training
from lms.db import db
from lms.people.regions import REGIONS
from tests import factories
from tests.certificates import making
from tests.courses.roster.test_seats import NEWCOMER
from tests.factories import DAY_1, wita

EVE = wita(DAY_1 - timedelta(days=1), "15.00")
EIGHT = wita(DAY_1, "08.04")
LATE = wita(DAY_1, "10.00")
NOON = wita(DAY_1, "12.45")
MEETING = "h1-pagi"


@pytest.fixture
def world(app, at):
    at(EVE)
    world = factories.make_world(app)
    factories.set_regions(app, world.training_id, [region.code for region in REGIONS])
    making.prepare_training(app, world)
    return world


@dataclass
class Room:
    """Who sits where: seats by what their owner does, and the people of two of them."""

    ani: int
    agus: int
    late: int
    sick: int
    sent: int
    newcomer: int
    late_person: int
    sent_person: int


@pytest.fixture
def code_at(app, world):
    def read(moment) -> str:
        with app.app_context():
            return codes.code_at(scanning.secret_of(world.meetings[0]), moment)

    return read


@pytest.fixture
def base(world):
    return f"/pelatihan/{world.code}"


@pytest.fixture
def room(app, world, base, sign_in) -> Room:
    """The evening before: one asks to be excused, and a colleague comes for another."""
    seats = factories.make_trainees(app, world.training_id, 4)
    with app.app_context():
        people = [db.session.get_one(Enrolment, seat).person_id for seat in seats]
    late, sick, sent, away = seats
    asked = {"meetings": [MEETING], "status": "sick", "reason": "Demam"}
    assert sign_in(people[1]).post(f"{base}/izin", asked).status_code == 303
    form = NEWCOMER | {"yes": "1"}
    assert sign_in(world.citra).post(f"{base}/peserta/{away}/ganti", form).status_code == 303
    with app.app_context():
        newcomer = db.session.scalars(sa.select(SeatChange.joined_id)).one()
    return Room(world.ani_seat, world.agus_seat, late, sick, sent, newcomer, people[0], people[2])


@pytest.fixture
def morning(at, world, base, room, sign_in, code_at) -> Room:
    """One scans in time, one late, one has no signal, one is tapped, and one only signs."""
    at(EIGHT)
    kept = code_at(EIGHT)
    address = f"/hadir/{world.code}/{MEETING}/{kept}"
    assert sign_in(world.ani).post(address).status_code == 303
    tap = f"{base}/hadir/{MEETING}/ketuk/{room.newcomer}"
    assert sign_in(world.budi).post(tap, {"status": "present"}).status_code == 303
    at(LATE)
    typed = {"code": code_at(LATE).lower()}
    assert sign_in(room.late_person).post(f"{base}/hadir", typed).status_code == 303
    at(NOON)
    phone = sign_in(room.sent_person)
    headers = {"X-CSRFToken": phone.csrf_token(), "Accept": "application/json"}
    data = {"meeting": MEETING, "code": kept, "at": int(EIGHT.timestamp())}
    posted = phone.client.post(f"/hadir/{world.code}/kirim", json=data, headers=headers)
    assert posted.json["state"] == "waiting"
    return room


def text(answer) -> str:
    page = " ".join(answer.get_data(as_text=True).split())
    assert answer.status_code == 200, page
    return page


def standings(app, world) -> dict[int, tuple[str, int]]:
    """Each seat's standing in the morning, and its minutes in all."""
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        totals = queries.totals_of_all(training, NOON)
        return {
            seat: (total.results[0].standing.value, total.attended_minutes)
            for seat, total in totals.items()
        }


def confirm(app, base, budi) -> None:
    """Accept the late code and grant the excuse."""
    with app.app_context():
        scan = db.session.scalars(sa.select(LateScan.id)).one()
        excuse = db.session.scalars(sa.select(Excuse.id)).one()
    accepted = {"verdict": "terima", "reason": ""}
    assert budi.post(f"{base}/kehadiran/belakangan/{scan}", accepted).status_code == 303
    granted = {"verdict": "kabulkan", "answer": ""}
    assert budi.post(f"{base}/kehadiran/izin/{excuse}", granted).status_code == 303


def key_paper(base, budi, room: Room) -> None:
    signed = (room.agus, room.late, room.sent, room.newcomer)
    fields = {}
    for seat in (*signed, room.ani, room.sick):
        choice = "signed" if seat in signed else "blank"
        fields |= {f"baris-{seat}": choice, f"tampil-{seat}": "", f"urutan-{seat}": "0"}
    assert budi.post(f"{base}/hadir/{MEETING}/kertas", fields).status_code == 303


def settle(budi, address: str) -> None:
    form = budi.get(address).get_data(as_text=True)
    seen = form.split('name="seen"')[1].split('value="')[1].split('"')[0]
    fields = {"seen": seen, "status": "present", "reason": "Dilihat fasilitator.", "arrived": ""}
    assert budi.post(address, fields).status_code == 303


def test_nothing_counts_before_a_person_has_confirmed_it(app, world, morning):
    found = standings(app, world)
    assert {found[seat][0] for seat in (morning.sent, morning.sick, morning.agus)} == {"unmarked"}


def test_a_morning_on_three_channels(app, sign_in, world, base, morning):
    room, budi = morning, sign_in(world.budi)
    page = f"{base}/hadir/{MEETING}/pencocokan"
    confirm(app, base, budi)
    key_paper(base, budi, room)
    found = text(budi.get(page))
    assert "2 peserta dengan bukti yang bertentangan" in found
    assert "Hadir menurut ponsel, tetapi barisnya di kertas kosong." in found
    for seat in (room.ani, room.agus):
        settle(budi, f"{page}/{seat}")
    assert "Tidak ada bukti yang bertentangan." in text(budi.get(page))
    after = standings(app, world)
    assert {seat: each[0] for seat, each in after.items()} == {
        room.ani: "present",
        room.agus: "present",
        room.late: "late",
        room.sick: "sick",
        room.sent: "present",
        room.newcomer: "present",
    }
    assert 0 < after[room.late][1] < after[room.ani][1]
    assert_all_say_the_same(app, world, base, budi, {seat: each[1] for seat, each in after.items()})


def assert_all_say_the_same(app, world, base, budi, minutes: dict[int, int]) -> None:
    """Marks can be traced; decisions and downloads count these minutes."""
    with app.app_context():
        marks = db.session.scalars(sa.select(AttendanceMark).order_by(AttendanceMark.id)).all()
        training = db.session.get_one(Training, world.training_id)
        frozen = {case.seat: case.evidence.attended_minutes for case in cases(training)}
    assert {mark.source for mark in marks} == set(Source) - {Source.PRINTED}
    sent = next(mark for mark in marks if mark.source is Source.SENT_LATER)
    assert EIGHT - timedelta(seconds=15) < sent.arrived_at <= EIGHT
    assert frozen == minutes
    book = openpyxl.load_workbook(io.BytesIO(budi.post(f"{base}/hadir.xlsx").data))
    rows = list(book["Rekap"].values)
    place = next(row for row in rows if "JP hadir" in row).index("JP hadir")
    hours = [row[place] for row in rows if isinstance(row[0], int)]
    assert sum(hours) * 45 == pytest.approx(sum(minutes.values()), abs=1)
    history = list(book["Riwayat"].values)
    assert len(history) - 1 == len(marks)
