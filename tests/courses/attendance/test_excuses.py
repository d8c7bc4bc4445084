"""Trainees ask to be excused; staff answer; a letter is health data and goes in time."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from courses.attendance import excuses
from courses.attendance.excuse_rules import last_day_of_letters, may_be_asked
from courses.attendance.models import Excuse, ExcuseMeeting, ExcuseVerdict
from courses.attendance.rules import MeetingPlan
from courses.trainings.models import Enrolment, Role
from lms import sealed
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.files import MissingFileError, store
from tests.factories import DAY_1, DAY_2, enrol, make_trainees, wita

MORNING = wita(DAY_1, "08.04")
ASKED = {"meetings": ["h2-pagi", "h2-siang"], "status": "sick", "reason": "Demam tinggi"}


def own(world) -> str:
    return f"/pelatihan/{world.code}/izin"


def staff(world, rest: str = "") -> str:
    return f"/pelatihan/{world.code}/kehadiran/izin{rest}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def photo() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    data.seek(0)
    return data, "surat-dokter.png"


@pytest.fixture
def ask(sign_in, world, at):
    at(MORNING)

    def send(who: int | None = None, **more):
        return sign_in(who or world.ani).post(own(world), {**ASKED, **more})

    return send


@pytest.fixture
def rows(app):
    def read(table):
        with app.app_context():
            return list(db.session.scalars(sa.select(table).order_by(table.id)))

    return read


@pytest.mark.parametrize(("hours", "may"), [(-9, True), (0, True), (7 * 24, True), (169, False)])
def test_one_may_ask_until_a_week_after_a_meeting(hours, may):
    ends_at = wita(DAY_1, "12.00")
    meeting = MeetingPlan(1, "a", "A", DAY_1, wita(DAY_1, "08.00"), ends_at, 30, 15)
    assert may_be_asked(meeting, ends_at + timedelta(hours=hours)) is may


def test_letters_stay_as_long_as_the_training_says():
    assert last_day_of_letters(DAY_2, {"excuse_letter_days": 5}) == DAY_2 + timedelta(days=5)
    assert last_day_of_letters(DAY_2, {}) == DAY_2 + timedelta(days=90)


def test_a_request_is_sent_seen_and_granted(ask, sign_in, world, rows, marks):
    assert ask(letter=photo()).status_code == 303
    page = text_of(sign_in(world.ani).get(own(world)))
    assert "Dikirim, menunggu jawaban" in page
    assert "dihapus sesudah Rabu, 1 Mei 2024" in page
    citra = sign_in(world.citra)
    assert "1 permohonan izin" in text_of(citra.get(f"/pelatihan/{world.code}/kehadiran"))
    assert "1 permohonan izin" in text_of(citra.get(f"/pelatihan/{world.code}/hadir/h2-pagi"))
    assert "Ani Rahmawati" in text_of(citra.get(staff(world)))
    assert citra.post(staff(world, "/1"), {"verdict": "kabulkan"}).status_code == 303
    for meeting_id in world.meetings[2:4]:
        [mark] = marks(meeting_id)
        assert (mark.status, mark.source, mark.sequence) == ("sick", "excuse", 1)
        assert "Demam" not in mark.reason
    assert "Dikabulkan" in text_of(sign_in(world.ani).get(own(world)))
    [verdict] = rows(ExcuseVerdict)
    assert verdict.decided_by_id == world.citra


def test_the_same_request_pressed_twice_is_one(ask, rows):
    for _press in range(2):
        assert ask(letter=photo()).status_code == 303
    assert len(rows(Excuse)) == 1
    assert len(rows(ExcuseMeeting)) == 2


def test_a_letter_that_comes_after_the_request_belongs_to_it(ask, app, rows):
    ask()
    assert [excuse.letter_key for excuse in rows(Excuse)] == [""]
    ask(letter=photo())
    [excuse] = rows(Excuse)
    assert excuse.letter_name == "surat-dokter.jpg"
    with app.app_context():
        assert excuses.content_of(excuse).startswith(b"\xff\xd8")
    before = excuse.letter_key
    ask(letter=photo())
    assert [excuse.letter_key for excuse in rows(Excuse)] == [before]


def test_a_letter_goes_again_where_its_request_could_not_be_kept(app, tmp_path):
    with app.app_context():
        key = sealed.keep(b"surat", place="uji", suffix=".letter")
        with pytest.raises(ZeroDivisionError), sealed.only_with_its_row(key), transaction():
            raise ZeroDivisionError
        with pytest.raises(MissingFileError):
            store().get(key)
        with sealed.only_with_its_row(key := sealed.keep(b"lagi", place="uji", suffix=".letter")):
            pass
        assert sealed.content_of(key, place="uji") == b"lagi"


def test_who_left_the_list_is_marked_no_more(ask, app, sign_in, world, marks):
    ask()
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = MORNING
    budi = sign_in(world.budi)
    answer = budi.post(staff(world, "/1"), {"verdict": "kabulkan"})
    assert "tidak lagi terdaftar" in text_of(answer)
    assert marks(world.meetings[2]) == []
    refused = {"verdict": "tolak", "answer": "Sudah tidak terdaftar"}
    assert budi.post(staff(world, "/1"), refused).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"meetings": []}, "Pilih sedikitnya satu pertemuan."),
        ({"status": ""}, "Pilih izin atau sakit."),
        ({"status": "present"}, "Pilih izin atau sakit."),
        ({"reason": " "}, "Tulis alasannya."),
        ({"letter": (io.BytesIO(b"no picture"), "a.jpg")}, "tidak dapat dibaca"),
    ],
)
def test_a_request_that_is_not_complete_says_so(ask, rows, fields, said):
    answer = ask(**fields)
    assert answer.status_code == 422
    if fields != {"status": "present"}:
        assert said in text_of(answer)
    assert rows(Excuse) == []


def test_a_meeting_long_over_cannot_be_chosen(ask, at, rows):
    at(wita(DAY_2, "12.00") + timedelta(days=8))
    assert ask().status_code == 422
    assert rows(Excuse) == []


def test_a_refusal_needs_an_answer_and_one_may_ask_again(ask, sign_in, world, rows, marks):
    ask()
    budi = sign_in(world.budi)
    assert budi.post(staff(world, "/1"), {"verdict": "tolak"}).status_code == 422
    assert budi.post(staff(world, "/1"), {}).status_code == 422
    said = {"verdict": "tolak", "answer": "Mohon sertakan surat dokter"}
    assert budi.post(staff(world, "/1"), said).status_code == 303
    assert marks(world.meetings[2]) == []
    assert "Mohon sertakan surat dokter" in text_of(sign_in(world.ani).get(own(world)))
    assert ask(letter=photo()).status_code == 303
    assert len(rows(Excuse)) == 2


def test_presence_that_stands_is_replaced_only_where_staff_say_so(ask, sign_in, world, marks):
    ask()
    budi = sign_in(world.budi)
    door = f"/pelatihan/{world.code}/hadir/h2-pagi/ketuk/{world.ani_seat}"
    budi.post(door, {"status": "present"})
    page = text_of(budi.get(staff(world, "/1")))
    assert "Hadir 08.00 menjadi Sakit" in page
    budi.post(staff(world, "/1"), {"verdict": "kabulkan"})
    assert [mark.status for mark in marks(world.meetings[2])] == ["present"]
    assert [mark.status for mark in marks(world.meetings[3])] == ["sick"]


def test_a_mark_gives_way_with_a_reason_and_only_the_one_that_was_seen(ask, sign_in, world, marks):
    ask()
    budi = sign_in(world.budi)
    door = f"/pelatihan/{world.code}/hadir/h2-pagi"
    budi.post(f"{door}/ketuk/{world.ani_seat}", {"status": "absent"})
    said = {"verdict": "kabulkan", "replaced": [f"{world.meetings[2]}:1"]}
    assert budi.post(staff(world, "/1"), said).status_code == 422
    said["answer"] = "Surat dokter menyusul"
    assert budi.post(staff(world, "/1"), said).status_code == 303
    absent, sick = marks(world.meetings[2])
    assert (absent.status, sick.status, sick.sequence) == ("absent", "sick", 2)
    assert sick.reason == "Permohonan izin dikabulkan: Surat dokter menyusul"


def test_a_request_is_answered_once(ask, app, sign_in, world, at, rows):
    ask()
    sign_in(world.budi).post(staff(world, "/1"), {"verdict": "kabulkan"})
    answer = sign_in(world.citra).post(staff(world, "/1"), {"verdict": "tolak", "answer": "x"})
    assert answer.status_code == 200
    assert "Dikabulkan" in text_of(answer)
    with app.app_context(), pytest.raises(excuses.ExcuseDecidedError), transaction():
        late = excuses.Answer(is_granted=False, text="x", replaced={})
        row = db.session.get_one(Excuse, 1)
        excuses.decide(row, late, actor_id=world.citra, at=MORNING)
    assert len(rows(ExcuseVerdict)) == 1


def test_nobody_answers_the_own_request(ask, app, sign_in, world, rows):
    ask()
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    ani = sign_in(world.ani)
    assert "diputuskan oleh orang lain" in text_of(ani.get(staff(world, "/1")))
    assert ani.post(staff(world, "/1"), {"verdict": "kabulkan"}).status_code == 409
    assert rows(ExcuseVerdict) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("ani", 200), ("budi", 200), ("citra", 200), ("agus", 404), ("eko", 404), ("dewi", 404)],
)
def test_only_its_owner_and_staff_see_a_letter(ask, sign_in, world, who, status):
    ask(letter=photo())
    answer = sign_in(getattr(world, who)).get(f"{own(world)}/1/surat")
    assert answer.status_code == status
    if status == 200:
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Content-Security-Policy"].endswith("sandbox")
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("who", "status"), [("ani", 403), ("eko", 403), ("dewi", 404)])
@pytest.mark.parametrize("rest", ["", "/1"])
def test_only_staff_see_the_requests(ask, sign_in, world, who, status, rest):
    ask()
    assert sign_in(getattr(world, who)).get(staff(world, rest)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("budi", 403), ("dewi", 404)])
def test_only_trainees_ask(ask, world, who, status):
    assert ask(getattr(world, who)).status_code == status


def test_what_is_not_there_does_not_exist(ask, sign_in, world):
    ask()
    assert sign_in(world.budi).get(staff(world, "/9")).status_code == 404
    assert sign_in(world.ani).get(f"{own(world)}/1/surat").status_code == 404  # sent without one


def test_a_letter_is_sealed_and_goes_after_its_time(ask, app, sign_in, world, at, rows):
    ask(letter=photo())
    with app.app_context():
        key = db.session.get_one(Excuse, 1).letter_key
        assert b"JFIF" not in store().get(key)
    for day, is_there in ((DAY_2 + timedelta(days=90), True), (DAY_2 + timedelta(days=91), False)):
        at(wita(day, "00.01"))
        with app.app_context():
            excuses.forget_old_letters()
            excuses.forget_old_letters()
            assert (key in store().all_keys()) is is_there
    [excuse] = rows(Excuse)
    assert (excuse.letter_key, excuse.letter_name, excuse.reason) == ("", "", "Demam tinggi")
    assert [e.action for e in rows(AuditEntry)].count("excuse.letter_deleted") == 1
    assert "Surat dihapus pada Kamis, 2 Mei 2024" in text_of(sign_in(world.ani).get(own(world)))


def test_requests_are_in_the_own_data(ask, sign_in, world):
    ask(letter=photo())
    data = json.loads(sign_in(world.ani).get("/akun/data.json").get_data(as_text=True))
    [sent] = data["permohonan_izin"]
    assert (sent["jenis"], sent["surat"]) == ("sick", "surat-dokter.jpg")


def test_a_long_list_costs_no_more_statements(app, ask, sign_in, world, statements):
    def fill(count):
        for seat in make_trainees(app, world.training_id, count):
            with app.app_context(), transaction():
                excuse = Excuse(
                    enrolment_id=seat, status="excused", reason="Rapat", sent_by_id=world.ani,
                    sent_at=MORNING,
                )  # fmt: skip
                db.session.add(excuse)
                db.session.flush()
                db.session.add(ExcuseMeeting(excuse_id=excuse.id, meeting_id=world.meetings[2]))

    budi = sign_in(world.budi)
    fill(5)
    with statements() as five:
        budi.get(staff(world))
    fill(195)
    with statements() as many:
        answer = budi.get(staff(world))
    assert answer.get_data(as_text=True).count("Peserta Contoh") == 200
    assert len(many) == len(five) <= 6
