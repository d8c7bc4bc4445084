"""Many at once, and the same person twice: each is marked exactly once."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from courses.attendance import codes, scanning, scans
from courses.attendance.models import (
    AttendanceMark,
    ExcuseVerdict,
    LateScan,
    LateScanVerdict,
    SheetScan,
)
from courses.trainings.models import Enrolment, ModuleReading
from lms import audit, clock
from lms.db import db
from lms.files import store
from tests import factories
from tests.factories import DAY_1, wita

pytestmark = pytest.mark.faults


@pytest.fixture
def world(app, at):
    at(wita(DAY_1, "08.04"))
    return factories.make_world(app)


def at_once(posts):
    with ThreadPoolExecutor(len(posts)) as pool:
        return [answer.status_code for answer in pool.map(lambda post: post(), posts)]


def with_token(browser, url, fields):
    """A POST whose token is already at hand, so that all of them start together."""
    data = {"csrf_token": browser.csrf_token(), **fields}
    return lambda: browser.client.post(url, data=data)


def test_one_person_tapping_on_four_devices_is_marked_once(app, world, sign_in):
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), clock.now())
    url = f"/pelatihan/{world.code}/hadir"
    posts = [with_token(sign_in(world.ani), url, {"code": code}) for _ in range(4)]
    assert at_once(posts) == [303] * 4
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 1
        assert audit.first_broken() is None


def test_a_whole_class_scans_in_the_same_second(app, world, sign_in):
    factories.make_trainees(app, world.training_id, 10)
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), clock.now())
        people = db.session.scalars(
            sa.select(Enrolment.person_id).where(Enrolment.role == "trainee")
        ).all()
    url = f"/hadir/{world.code}/h1-pagi/{code}"
    assert at_once([with_token(sign_in(person), url, {}) for person in people]) == [303] * 12
    with app.app_context():
        marked = db.session.scalars(sa.select(AttendanceMark.enrolment_id)).all()
        assert len(marked) == len(set(marked)) == 12
        assert audit.first_broken() is None


def test_two_trainers_at_once_make_one_mark_and_one_refusal(app, world, sign_in):
    url = f"/pelatihan/{world.code}/hadir/h1-pagi/peserta/{world.ani_seat}"
    posts = [
        with_token(sign_in(world.budi), url, {"status": "present", "expected": "0"}),
        with_token(sign_in(world.citra), url, {"status": "sick", "expected": "0"}),
    ]
    assert sorted(at_once(posts)) == [303, 409]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 1


def test_two_trainers_who_tap_one_person_at_once_make_one_mark(app, world, sign_in):
    url = f"/pelatihan/{world.code}/hadir/h1-pagi/ketuk/{world.ani_seat}"
    posts = [
        with_token(sign_in(world.budi), url, {"status": "present"}),
        with_token(sign_in(world.citra), url, {"status": "excused"}),
    ]
    assert sorted(at_once(posts)) == [303, 409]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 1


def test_two_staff_who_answer_one_request_at_once_give_one_answer(app, world, sign_in):
    asked = {"meetings": ["h2-pagi", "h2-siang"], "status": "sick", "reason": "Demam"}
    sign_in(world.ani).post(f"/pelatihan/{world.code}/izin", asked)
    url = f"/pelatihan/{world.code}/kehadiran/izin/1"
    posts = [
        with_token(sign_in(world.budi), url, {"verdict": "kabulkan"}),
        with_token(sign_in(world.citra), url, {"verdict": "kabulkan"}),
    ]
    assert 303 in at_once(posts)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ExcuseVerdict.id))) == 1
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 2


def test_a_module_finished_twice_at_once_is_finished_once(app, world, sign_in):
    url = f"/pelatihan/{world.code}/modul/PS-00/selesai"
    posts = [with_token(sign_in(world.ani), url, {}) for _ in range(4)]
    assert at_once(posts) == [303] * 4
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ModuleReading.id))) == 1


def late(browser, world, code, moment):
    headers = {"X-CSRFToken": browser.csrf_token(), "Accept": "application/json"}
    data = {"meeting": "h1-pagi", "code": code, "at": int(moment.timestamp())}
    url = f"/hadir/{world.code}/kirim"
    return lambda: browser.client.post(url, json=data, headers=headers)


@pytest.fixture
def earlier(app, world, at):
    """A moment of this morning, with the code that was shown then."""
    moment = wita(DAY_1, "08.04")
    with app.app_context():
        code = codes.code_at(scanning.secret_of(world.meetings[0]), moment)
    at(wita(DAY_1, "10.30"))
    return moment, code


def test_one_late_code_sent_four_times_at_once_is_kept_once(app, world, sign_in, earlier):
    moment, code = earlier
    posts = [late(sign_in(world.ani), world, code, moment) for _ in range(4)]
    assert at_once(posts) == [200] * 4
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(LateScan.id))) == 1
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 0
        assert audit.first_broken() is None


def test_a_late_code_decided_twice_at_once_is_decided_once(app, world, sign_in, earlier):
    moment, code = earlier
    late(sign_in(world.ani), world, code, moment)()
    url = f"/pelatihan/{world.code}/kehadiran/belakangan/1"
    posts = [
        with_token(sign_in(world.budi), url, {"verdict": "terima"}),
        with_token(sign_in(world.citra), url, {"verdict": "tolak", "reason": "Tidak terlihat."}),
    ]
    assert sorted(at_once(posts)) == [303, 409]
    with app.app_context():
        verdicts = db.session.scalars(sa.select(LateScanVerdict)).all()
        marks = db.session.scalar(sa.select(sa.func.count(AttendanceMark.id)))
        assert len(verdicts) == 1
        assert marks == (1 if verdicts[0].is_accepted else 0)


def test_a_late_code_accepted_while_a_trainer_marks_leaves_one_mark(app, world, sign_in, earlier):
    moment, code = earlier
    late(sign_in(world.ani), world, code, moment)()
    by_hand = f"/pelatihan/{world.code}/hadir/h1-pagi/peserta/{world.ani_seat}"
    posts = [
        with_token(
            sign_in(world.budi),
            f"/pelatihan/{world.code}/kehadiran/belakangan/1",
            {"verdict": "terima"},
        ),
        with_token(sign_in(world.citra), by_hand, {"status": "sick", "expected": "0"}),
    ]
    assert sorted(at_once(posts)) in ([303, 303], [303, 409])
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 1


def test_two_people_who_settle_at_once_make_one_decision(app, world, sign_in):
    meeting = f"/pelatihan/{world.code}/hadir/h1-pagi"
    seat = world.ani_seat
    budi, citra = sign_in(world.budi), sign_in(world.citra)
    assert budi.post(f"{meeting}/kertas", {f"baris-{seat}": "signed"}).status_code == 303
    url = f"{meeting}/pencocokan/{seat}"
    fields = {"seen": "0.1.0", "reason": "Ditanyakan langsung."}
    posts = [
        with_token(budi, url, {**fields, "status": "present"}),
        with_token(citra, url, {**fields, "status": "sick"}),
    ]
    assert sorted(at_once(posts)) == [303, 409]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AttendanceMark.id))) == 1
        assert audit.first_broken() is None


def test_the_same_photo_sent_twice_at_once_is_kept_once(app, world, sign_in):
    url = f"/pelatihan/{world.code}/hadir/h1-pagi/kertas/berkas"
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

    def send(browser):
        data = {"csrf_token": browser.csrf_token(), "berkas": (io.BytesIO(pdf), "lembar.pdf")}
        return lambda: browser.client.post(url, data=data, content_type="multipart/form-data")

    with app.app_context():
        before = set(store().all_keys())
    assert at_once([send(sign_in(who)) for who in (world.budi, world.citra)]) == [303, 303]
    with app.app_context():
        (scan,) = db.session.scalars(sa.select(SheetScan)).all()
        assert scans.content_of(scan) == pdf
        assert set(store().all_keys()) - before == {scan.file_key}
