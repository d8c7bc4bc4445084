"""A fact that changes after a decision: the decision says so, and no certificate is issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from certificates.decisions.eligibility import Change, changes
from certificates.decisions.models import Decision
from certificates.register.models import Certificate
from courses.attendance import codes, queries, scanning
from courses.attendance.models import AttendanceMark, LateScan
from courses.trainings.models import ScheduleItem, Training
from lms.db import db, transaction
from tests import factories
from tests.certificates import making
from tests.certificates.decisions.test_eligibility import COMPLETE
from tests.factories import DAY_1, DAY_2, wita

MORNING = wita(DAY_1, "08.05")


@pytest.fixture
def world(app, at):
    at(making.AT)
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    return world


def of_training(world, path: str) -> str:
    return f"/pelatihan/{world.code}/{path}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def is_blocked(sign_in, world, app, at) -> bool:
    """Whether the organiser's press on "Terbitkan" comes to nothing."""
    at(making.AT + timedelta(minutes=5))
    answer = sign_in(world.citra).post(of_training(world, "terbitkan"))
    assert answer.status_code == 303
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Certificate)) == 0


def board(sign_in, world, at) -> str:
    at(making.AT + timedelta(minutes=1))
    return text_of(sign_in(world.citra).get(of_training(world, "keputusan")))


def correct(sign_in, world, key: str = "h2-siang", **fields: str) -> None:
    url = of_training(world, f"hadir/{key}/peserta/{world.ani_seat}")
    fields = {"expected": "1", "reason": "Keliru dicatat"} | fields
    assert sign_in(world.budi).post(url, fields).status_code == 303


def test_an_unchanged_decision_is_issued(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    assert "Bukti berubah" not in board(sign_in, world, at)
    assert not is_blocked(sign_in, world, app, at)


def test_a_correction_by_hand(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    correct(sign_in, world, status="absent")
    page = board(sign_in, world, at)
    assert "Bukti berubah sejak diputuskan" in page
    assert "kehadiran berubah 10 → 8 JP" in page
    sheet = sign_in(world.citra).get(of_training(world, f"keputusan/{world.ani_seat}"))
    assert "kehadiran berubah 10 → 8 JP" in text_of(sheet)
    assert is_blocked(sign_in, world, app, at)


def test_a_late_arrival_of_one_minute(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    correct(sign_in, world, "h1-siang", status="late", arrived="14.01")
    assert "kehadiran berubah 10 → 9,98 JP" in board(sign_in, world, at)
    assert is_blocked(sign_in, world, app, at)


def test_looked_at_and_decided_again_it_is_issued(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    correct(sign_in, world, "h1-siang", status="late", arrived="14.01")
    making.decide(app, world, world.ani_seat)
    assert "Bukti berubah" not in board(sign_in, world, at)
    assert not is_blocked(sign_in, world, app, at)


def test_a_correction_of_the_words_alone_changes_no_decision(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    correct(sign_in, world, status="present", reason="Diperiksa lagi dengan lembar hadir")
    assert "Bukti berubah" not in board(sign_in, world, at)
    assert not is_blocked(sign_in, world, app, at)


def test_a_late_scan_that_is_confirmed(app, sign_in, world, at):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"attendance_percent": 70}
    making.complete(app, world, world.agus_seat, unmarked=world.meetings[0])
    making.decide(app, world, world.agus_seat)
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), MORNING)
    agus = sign_in(world.agus)
    sent = agus.client.post(
        f"/hadir/{world.code}/kirim",
        json={"meeting": "h1-pagi", "code": code, "at": int(MORNING.timestamp())},
        headers={"X-CSRFToken": agus.csrf_token(), "Accept": "application/json"},
    )
    assert sent.json["state"] == "waiting"
    assert "Bukti berubah" not in board(sign_in, world, at)  # sent is not yet confirmed
    with app.app_context():
        scan_id = db.session.scalar(sa.select(LateScan.id))
    url = of_training(world, f"kehadiran/belakangan/{scan_id}")
    assert sign_in(world.budi).post(url, {"verdict": "terima"}).status_code == 303
    page = board(sign_in, world, at)
    assert "kehadiran berubah 8 → 10 JP" in page
    assert "pertemuan yang kehadirannya belum diisi 1 → 0" in page
    assert is_blocked(sign_in, world, app, at)


def test_a_change_of_the_timetable(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    with app.app_context():
        line = db.session.scalar(
            sa.select(ScheduleItem.id).where(ScheduleItem.meeting_id == world.meetings[3])
        )
    shorter = {
        "title": "Modul uji 2", "day": DAY_2.isoformat(), "starts": "14.00", "ends": "14.45",
        "kind": "lesson", "meeting": "h2-siang", "module": "PS-02", "lesson_hours": "1",
        "quiz": "", "speaker": "", "room": "", "version": 1, "sure": "y",
    }  # fmt: skip
    url = of_training(world, f"jadwal/acara/{line}")
    assert sign_in(world.citra).post(url, shorter).status_code == 303
    page = board(sign_in, world, at)
    assert "kehadiran berubah 10 → 9 JP" in page
    assert "jam pelajaran di jadwal berubah 10 → 9 JP" in page
    assert is_blocked(sign_in, world, app, at)


def test_a_lesson_that_is_now_about_another_module(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    with app.app_context(), transaction():
        item = sa.update(ScheduleItem).where(ScheduleItem.meeting_id == world.meetings[3])
        db.session.execute(item.values(module_id=world.modules[1]))
    assert "jam hadir berpindah antarmodul" in board(sign_in, world, at)
    assert is_blocked(sign_in, world, app, at)


def test_the_certificate_names_the_hours_that_were_decided_upon(app, world):
    making.decide(app, world, world.ani_seat)
    making.issue(app, world)
    with app.app_context():
        certificate = db.session.scalars(sa.select(Certificate)).one()
        decision = db.session.get_one(Decision, certificate.decision_id)
        training = db.session.get_one(Training, world.training_id)
        totals = queries.totals_of(training, world.ani_seat)
    frozen, hour = decision.evidence, training.minutes_per_lesson_hour
    assert certificate.facts["lesson_hours"] * hour == frozen["lesson_minutes"]
    assert {line["code"]: line["lesson_hours"] * hour for line in certificate.facts["modules"]} == {
        topic.topic.code: topic.total for topic in totals.topics
    }
    assert sum(frozen["topic_minutes"].values()) == frozen["attended_minutes"] == 450


def test_issuing_warns_when_the_certificate_names_other_hours(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    page = text_of(sign_in(world.citra).get(of_training(world, "terbitkan")))
    assert "Samakan jadwal" not in page
    with app.app_context(), transaction():
        item = db.session.scalars(
            sa.select(ScheduleItem).where(ScheduleItem.meeting_id == world.meetings[3])
        ).one()
        item.ends_at -= timedelta(minutes=45)
    making.decide(app, world, world.ani_seat)
    page = text_of(sign_in(world.citra).get(of_training(world, "terbitkan")))
    assert "mencantumkan 10 JP, sedangkan jadwal dan kehadiran menghitung 9 JP" in page


def test_the_marks_themselves_are_never_lost(app, sign_in, world, at):
    making.decide(app, world, world.ani_seat)
    correct(sign_in, world, status="sick")
    with app.app_context():
        marks = sa.select(AttendanceMark.status).where(
            AttendanceMark.meeting_id == world.meetings[3]
        )
        assert list(db.session.scalars(marks.order_by(AttendanceMark.sequence))) == [
            "present", "sick",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({}, ()),
        ({"attended_minutes": 720}, (Change("attended_minutes", 810, 720),)),
        (
            {"attended_minutes": 720, "topic_minutes": {"PS-01": 45}},
            (Change("attended_minutes", 810, 720),),
        ),
        ({"topic_minutes": {"PS-01": 45}}, (Change("topic_minutes", {}, {"PS-01": 45}),)),
        (
            {"post_test": 7500, "work_plan": None},
            (Change("post_test", 8000, 7500), Change("work_plan", 8000, None)),
        ),
        ({"post_test_waits": True}, (Change("post_test_waits", False, True),)),
    ],
)
def test_what_changed_is_said_once(now, expected):
    assert changes(COMPLETE, replace(COMPLETE, **now)) == expected
