"""Answering without a name, once; and a summary that points at nobody."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from courses.evaluation.models import EvaluationBox, EvaluationTicket
from courses.trainings.models import Enrolment, ScheduleItem, Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.jobs import Job
from tests import factories
from tests.quiz_factories import page

HOME = "/pelatihan/bimtek-uji/evaluasi"
WHOLE = f"{HOME}/penyelenggaraan"
NOON = factories.wita(factories.DAY_1, "12.00")
LAST = factories.wita(factories.DAY_2, "16.00")
SPEAKER = "Rina Wulandari"
LEVELS = ["Buruk", "Kurang", "Baik", "Sangat baik"]


def a_form(about: str, *keys: str) -> dict:
    items = [{"key": key, "title": f"Butir {key}", "levels": LEVELS} for key in keys]
    return {
        "key": about, "title": f"Evaluasi {about}", "about": about, "introduction": "Silakan.",
        "items": items, "open_question": "Apa saran Anda?",
    }  # fmt: skip


@pytest.fixture
def world(app):
    world = factories.make_world(app)
    forms = {"a.yaml": a_form("training", "bahan", "media"), "b.yaml": a_form("speaker", "jelas")}
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).source = {"evaluations": forms}
        first = db.session.scalars(sa.select(ScheduleItem).order_by(ScheduleItem.id)).first()
        first.speaker = SPEAKER
    return world


def ballot(*levels: int, comment: str = "") -> dict:
    return {"item_bahan": levels[0], "item_media": levels[1], "comment": comment}


def rows(app, table):
    with app.app_context():
        return list(db.session.scalars(sa.select(table)))


@pytest.fixture
def seats(app, world):
    """Six trainees beside the world's two."""
    return [
        factories.make_person(app, f"Peserta {name}")
        for name in ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam")
    ]


def enrol(app, world, people):
    for person_id in people:
        factories.enrol(
            app, world.training_id, person_id, factories.Role.TRAINEE,
            element=factories.Element.PROVINCIAL_OFFICER,
        )  # fmt: skip


def test_forms_open_with_the_timetable(world, sign_in, at):
    at(factories.wita(factories.DAY_1, "10.29"))
    ani = sign_in(world.ani)
    early = page(ani.get(HOME))
    assert "Dibuka 31 Januari 2024 pukul 10.30 WITA" in early
    assert "Dibuka 1 Februari 2024 pukul 13.00 WITA" in early
    answer = ani.get(WHOLE, follow_redirects=True)
    assert "Evaluasi ini belum dibuka." in page(answer)
    at(NOON)
    assert "Isi evaluasi narasumber" in page(ani.get(HOME))
    assert SPEAKER in page(ani.get(HOME))


def test_an_answer_goes_in_once_and_says_nothing_of_its_giver(app, world, sign_in, at):
    at(LAST)
    ani = sign_in(world.ani)
    assert "Butir bahan" in page(ani.get(WHOLE))
    before = len(rows(app, AuditEntry))
    answer = ani.post(WHOLE, ballot(3, 4, comment="Sudah baik."))
    assert (answer.status_code, answer.location) == (303, HOME)
    again = ani.post(WHOLE, ballot(1, 1), follow_redirects=True)
    assert "Anda sudah mengisi evaluasi ini." in page(again)
    (box,) = rows(app, EvaluationBox)
    assert (box.subject, box.ballots, box.comments) == ("", [[3, 4]], ["Sudah baik."])
    (ticket,) = rows(app, EvaluationTicket)
    assert (ticket.box_id, ticket.enrolment_id) == (box.id, world.ani_seat)
    assert len(rows(app, AuditEntry)) == before
    assert rows(app, Job) == []


def test_nothing_in_the_database_joins_a_person_with_an_answer(app, world, seats, sign_in, at):
    """Neither a time, nor an order, nor a row of the answer's own."""
    enrol(app, world, seats)
    at(LAST)
    people = [world.ani, world.agus, *seats]
    given = [[1 + place // 4 % 4, 1 + place % 4] for place in range(len(people))]
    for person_id, levels in zip(people, given, strict=True):
        sign_in(person_id).post(WHOLE, ballot(*levels, comment=f"Saran {levels}"))
    columns = {column.name for column in EvaluationTicket.__table__.columns}
    assert columns == {"box_id", "enrolment_id"}
    (box,) = rows(app, EvaluationBox)
    assert sorted(box.ballots) == given
    assert sorted(box.comments) == [f"Saran {levels}" for levels in given]
    # One in 40,320 shuffles keeps the order in which they came; ballots and comments are apart.
    assert (box.ballots, box.comments) != (given, [f"Saran {levels}" for levels in given])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"item_bahan": 3}, "Pilih satu uraian."),
        ({**ballot(3, 4), "item_bahan": "9"}, "Pilih salah satu"),
        (ballot(3, 4, comment="NIK 6303 0101 0190 0001"), "Hapus angka 16 digit."),
        (ballot(3, 4, comment="x" * 1001), "1000"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(app, world, sign_in, at, data, message):
    at(LAST)
    answer = sign_in(world.ani).post(WHOLE, data)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in text
    assert rows(app, EvaluationTicket) == []


def test_the_summary_waits_for_the_closing_and_for_five(app, world, seats, sign_in, at):
    enrol(app, world, seats)
    at(LAST)
    for place, person_id in enumerate([world.ani, world.agus, *seats[:3]]):
        sign_in(person_id).post(WHOLE, ballot(4, 1 + place % 4, comment=f"Saran nomor {place}"))
    for person_id in seats[:4]:
        key = page(sign_in(person_id).get(HOME)).split('href="' + HOME + "/")[1].split('"')[0]
        sign_in(person_id).post(f"{HOME}/{key}", {"item_jelas": 2, "comment": "Rahasia"})
    office = sign_in(world.citra)
    running = page(office.get(f"{HOME}/hasil"))
    assert "Saran nomor" not in running
    assert "Butir bahan" not in running
    assert "Tutup evaluasi?" in page(office.get(f"{HOME}/tutup"))
    for _twice in range(2):
        assert office.post(f"{HOME}/tutup").status_code == 303
    told = page(office.get(f"{HOME}/hasil"))
    assert "Saran nomor 0" in told
    assert "4,00" in told
    assert "2,20" in told
    assert "Rahasia" not in told
    assert "Hanya 4 jawaban" in told
    late = sign_in(seats[5]).post(WHOLE, ballot(1, 1), follow_redirects=True)
    assert "Evaluasi ini sudah ditutup." in page(late)
    with app.app_context():
        actions = list(db.session.scalars(sa.select(AuditEntry.action)))
    assert actions.count("evaluation.closed") == 1


def test_sheets_say_no_more_than_the_page(app, world, seats, sign_in, at):
    enrol(app, world, seats)
    at(LAST)
    for person_id in [world.ani, world.agus, *seats[:3]]:
        sign_in(person_id).post(WHOLE, ballot(4, 3, comment="=1+1"))
    office = sign_in(world.citra)
    early = load_workbook(io.BytesIO(office.post(f"{HOME}.xlsx").data))
    assert early["Butir"].max_row == 4  # title lines and header only
    office.post(f"{HOME}/tutup")
    book = load_workbook(io.BytesIO(office.post(f"{HOME}.xlsx").data))
    values = list(book["Butir"].iter_rows(values_only=True))
    assert values[-1] == ("Penyelenggaraan pelatihan", "Butir media", 0, 0, 5, 0, 5, 3)
    assert [row[1] for row in book["Saran"].iter_rows(values_only=True)][-1] == "=1+1"
    with app.app_context():
        found = db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "evaluation.exported")
        )
        assert len(list(found)) == 2


def test_a_speaker_who_left_the_timetable_keeps_the_answers(app, world, sign_in, at):
    at(LAST)
    ani = sign_in(world.ani)
    key = page(ani.get(HOME)).split('href="' + HOME + "/")[1].split('"')[0]
    ani.post(f"{HOME}/{key}", {"item_jelas": 2})
    with app.app_context(), transaction():
        for item in db.session.scalars(sa.select(ScheduleItem)):
            item.speaker = ""
    assert SPEAKER not in page(ani.get(HOME))
    assert ani.get(f"{HOME}/{key}").status_code == 404
    assert SPEAKER in page(sign_in(world.citra).get(f"{HOME}/hasil"))


def test_a_training_without_forms_asks_nothing(app, world, sign_in, at):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).source = {}
    at(LAST)
    assert "tidak mempunyai formulir evaluasi" in page(sign_in(world.ani).get(HOME))
    assert "tidak mempunyai formulir evaluasi" in page(sign_in(world.citra).get(f"{HOME}/hasil"))


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("dewi", HOME, 404),
        ("dewi", f"{HOME}/hasil", 404),
        ("ani", f"{HOME}/hasil", 403),
        ("budi", f"{HOME}/hasil", 403),
        ("eko", f"{HOME}/hasil", 403),
        ("citra", HOME, 403),
        ("citra", WHOLE, 403),
        ("ani", f"{HOME}/tidak-ada", 404),
    ],
)
def test_who_may_not(world, sign_in, at, who, address, status):
    at(LAST)
    assert sign_in(getattr(world, who)).get(address).status_code == status


def test_a_withdrawn_trainee_answers_no_more(app, world, sign_in, at):
    at(LAST)
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = NOON
    assert sign_in(world.ani).get(HOME).status_code == 404


def test_the_way_leads_there_while_something_is_open(world, sign_in, at):
    at(NOON)
    ani = sign_in(world.ani)
    assert "0 dari 2 sudah diisi" in page(ani.get("/pelatihan/bimtek-uji"))
