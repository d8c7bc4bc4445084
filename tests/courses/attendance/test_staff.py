"""Trainers and organisers take, see and correct attendance."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.attendance.models import AttendanceMark
from courses.trainings.models import Meeting, Role
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from tests.factories import DAY_1, enrol, make_trainees, wita

MORNING = wita(DAY_1, "08.04")
NOON = wita(DAY_1, "12.00")


def at_meeting(world, rest: str = "", key: str = "h1-pagi") -> str:
    return f"/pelatihan/{world.code}/hadir/{key}{rest}"


def board_of(world) -> str:
    return f"/pelatihan/{world.code}/kehadiran"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


PAGES = (
    ("get", "/kehadiran"),
    ("get", "/kehadiran/{seat}"),
    ("post", "/hadir.xlsx"),
    ("post", "/hadir.pdf"),
    ("get", "/hadir/h1-pagi"),
    ("get", "/hadir/h1-pagi/layar"),
    ("get", "/hadir/h1-pagi/layar/isi"),
    ("get", "/hadir/h1-pagi/peserta/{seat}"),
    ("post", "/hadir/h1-pagi/peserta/{seat}"),
    ("post", "/hadir/h1-pagi/buka"),
    ("post", "/hadir/h1-pagi/tutup"),
    ("get", "/hadir/h1-pagi/sisanya"),
    ("post", "/hadir/h1-pagi/sisanya"),
    ("post", "/hadir/h1-pagi/ketuk/{seat}"),
)


@pytest.mark.parametrize(("method", "path"), PAGES)
@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("ani", 403), ("eko", 403)])
def test_only_trainers_and_organisers_may(sign_in, world, marks, method, path, who, status):
    url = f"/pelatihan/{world.code}{path.format(seat=world.ani_seat)}"
    assert getattr(sign_in(getattr(world, who)), method)(url).status_code == status
    assert marks(world.meetings[0]) == []


@pytest.mark.parametrize("who", ["budi", "citra"])
@pytest.mark.parametrize("path", [path for method, path in PAGES if method == "get"])
def test_staff_open_every_page(sign_in, world, at, who, path):
    at(MORNING)
    browser = sign_in(getattr(world, who))
    url = f"/pelatihan/{world.code}{path.format(seat=world.ani_seat)}"
    assert browser.get(url).status_code == 200


@pytest.mark.parametrize(
    "path", ["/hadir/x", "/hadir/x/layar", "/kehadiran/9999", "/hadir/h1-pagi/peserta/9999"]
)
def test_what_is_not_of_this_training_does_not_exist(sign_in, world, path):
    assert sign_in(world.budi).get(f"/pelatihan/{world.code}{path}").status_code == 404


def test_nobody_marks_the_own_presence_by_hand(app, sign_in, world, at):
    at(NOON)
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    answer = sign_in(world.ani).post(
        at_meeting(world, f"/peserta/{world.ani_seat}"),
        {"expected": "0", "status": "present", "arrived": "", "reason": ""},
    )
    assert answer.status_code == 409
    assert "oleh fasilitator lain" in text_of(answer)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AttendanceMark)) == 0


def test_c039_before_anything_is_taken_nobody_is_absent(sign_in, world, at):
    at(MORNING)
    page = text_of(sign_in(world.budi).get(at_meeting(world)))
    assert "0 dari 2 peserta sudah tercatat" in page
    assert "<dt>Belum diisi</dt><dd>2</dd>" in page
    assert "<dt>Tanpa keterangan</dt><dd>0</dd>" in page


def test_the_screen_shows_code_count_and_who_is_missing(sign_in, world, at, code_of):
    at(MORNING)
    code = code_of(world.meetings[0])
    sign_in(world.ani).post(f"/pelatihan/{world.code}/hadir", {"code": code})
    page = text_of(sign_in(world.budi).get(at_meeting(world, "/layar/isi")))
    assert f"{code[:3]} {code[3:]}" in page
    assert "<strong>1</strong> dari 2 hadir" in page
    assert "Agus Salim" in page
    assert "Ani Rahmawati" not in page
    assert "<svg" in page
    assert "style=" not in page


def test_the_screen_before_opening_shows_no_code(sign_in, world, at, code_of):
    at(wita(DAY_1, "07.00"))
    page = text_of(sign_in(world.budi).get(at_meeting(world, "/layar")))
    assert "dibuka 30 menit lagi" in page
    code = code_of(world.meetings[0])
    assert f"{code[:3]} {code[3:]}" not in page


def test_the_screen_works_without_scripts(sign_in, world, at):
    at(MORNING)
    page = sign_in(world.budi).get(at_meeting(world, "/layar")).get_data(as_text=True)
    assert '<noscript><meta http-equiv="refresh"' in page


def test_opening_and_closing_by_hand(sign_in, world, at, app):
    at(wita(DAY_1, "06.00"))
    budi = sign_in(world.budi)
    assert budi.post(at_meeting(world, "/buka")).status_code == 303
    assert "Tutup presensi" in text_of(budi.get(at_meeting(world)))
    at(MORNING)
    for _press in range(2):
        budi.post(at_meeting(world, "/tutup"))
    assert "Buka lagi presensi" in text_of(budi.get(at_meeting(world)))
    for _press in range(2):
        budi.post(at_meeting(world, "/buka"))
    with app.app_context():
        meeting = db.session.get_one(Meeting, world.meetings[0])
        assert meeting.opened_at
        assert meeting.closed_at is None
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert [name for name in actions if name.startswith("meeting.")] == [
            "meeting.opened", "meeting.closed", "meeting.opened",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "status", "arrived"),
    [
        ({"status": "present"}, "present", "08.00"),
        ({"status": "late", "arrived": "09.30"}, "present", "09.30"),
        ({"status": "late", "arrived": "9:30"}, "present", "09.30"),
        ({"status": "excused"}, "excused", None),
        ({"status": "sick", "reason": "Surat dokter"}, "sick", None),
        ({"status": "absent"}, "absent", None),
    ],
)
def test_marking_by_hand(sign_in, world, at, marks, fields, status, arrived):
    at(NOON)
    answer = sign_in(world.budi).post(at_meeting(world, f"/peserta/{world.ani_seat}"), fields)
    assert answer.status_code == 303
    (mark,) = marks(world.meetings[0])
    assert mark.status == status
    assert mark.arrived_at == (arrived and wita(DAY_1, arrived))
    assert (mark.source, mark.recorded_by_id, mark.sequence) == ("hand", world.budi, 1)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Pilih kehadirannya."),
        ({"status": "dancing"}, "Pilih salah satu yang tersedia."),
        ({"status": "late"}, "Tulis jam datang, contoh 09.41."),
        ({"status": "late", "arrived": "siang"}, "Tulis jam datang, contoh 09.41."),
        ({"status": "late", "arrived": "08.15"}, "di antara 08.15 dan 12.00"),
        ({"status": "late", "arrived": "12.01"}, "di antara 08.15 dan 12.00"),
    ],
)
def test_a_wrong_form_is_kept_and_names_the_field(sign_in, world, at, marks, fields, message):
    at(NOON)
    answer = sign_in(world.budi).post(
        at_meeting(world, f"/peserta/{world.ani_seat}"), {"reason": "Alasan saya", **fields}
    )
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert "Alasan saya" in text_of(answer)
    assert marks(world.meetings[0]) == []


def test_a_correction_needs_a_reason_and_keeps_what_was(sign_in, world, at, marks):
    at(NOON)
    budi, url = sign_in(world.budi), at_meeting(world, f"/peserta/{world.ani_seat}")
    budi.post(url, {"status": "absent"})
    refused = budi.post(url, {"status": "excused", "expected": "1", "reason": " "})
    assert refused.status_code == 422
    assert "Tulis alasan perubahan ini." in text_of(refused)
    budi.post(url, {"status": "excused", "expected": "1", "reason": "Surat izin datang sore"})
    assert [(mark.sequence, mark.status) for mark in marks(world.meetings[0])] == [
        (1, "absent"), (2, "excused"),
    ]  # fmt: skip
    page = text_of(budi.get(f"{board_of(world)}/{world.ani_seat}"))
    assert "Surat izin datang sore" in page
    assert "Oleh Budi Santoso" in page
    assert "31 Januari 2024 pukul 12.00 WITA" in page


def test_two_trainers_do_not_overwrite_each_other(sign_in, world, at, marks):
    at(NOON)
    url = at_meeting(world, f"/peserta/{world.ani_seat}")
    sign_in(world.budi).post(url, {"status": "present", "expected": "0"})
    answer = sign_in(world.citra).post(url, {"status": "absent", "expected": "0"})
    assert answer.status_code == 409
    assert "baru saja diubah" in text_of(answer)
    assert len(marks(world.meetings[0])) == 1


def test_a_mark_that_came_too_late_keeps_its_form_and_can_be_decided_anew(
    sign_in, world, at, marks
):
    at(NOON)
    url = at_meeting(world, f"/peserta/{world.ani_seat}")
    sign_in(world.budi).post(url, {"status": "present", "expected": "0"})
    said = {"status": "sick", "reason": "Surat dokter menyusul"}
    citra = sign_in(world.citra)
    page = citra.post(url, {**said, "expected": "0"}).get_data(as_text=True)
    assert "Surat dokter menyusul" in page
    assert "Oleh Budi Santoso" in page
    assert 'name="expected" value="1"' in page
    assert citra.post(url, {**said, "expected": "1"}).status_code == 303
    assert [mark.status for mark in marks(world.meetings[0])] == ["present", "sick"]


def test_the_button_for_present_pressed_twice_is_once(sign_in, world, at, marks):
    at(NOON)
    budi, url = sign_in(world.budi), at_meeting(world, f"/peserta/{world.ani_seat}")
    for _press in range(2):
        assert budi.post(url, {"status": "present", "expected": "0"}).status_code == 303
    assert len(marks(world.meetings[0])) == 1


def test_the_rest_is_marked_absent_at_once_after_closing(sign_in, world, app, at, marks):
    make_trainees(app, world.training_id, 3)
    at(MORNING)
    budi = sign_in(world.budi)
    budi.post(at_meeting(world, f"/peserta/{world.ani_seat}"), {"status": "present"})
    assert budi.post(at_meeting(world, "/sisanya"), {"status": "absent"}).status_code == 422
    budi.post(at_meeting(world, "/tutup"))
    assert budi.post(at_meeting(world, "/sisanya"), {"status": "absent"}).status_code == 303
    assert sorted(mark.status for mark in marks(world.meetings[0])) == [
        "absent", "absent", "absent", "absent", "present",
    ]  # fmt: skip
    budi.post(at_meeting(world, "/sisanya"), {"status": "absent"})  # twice is the same as once
    assert len(marks(world.meetings[0])) == 5
    with app.app_context():
        entries = sa.select(sa.func.count()).where(AuditEntry.action == "attendance.marked")
        assert db.session.scalar(entries) == 5


def test_c053_times_are_those_of_wita_wherever_the_reader_is(sign_in, world, app, at):
    at(MORNING)
    with app.app_context():
        stored = db.session.get_one(Meeting, world.meetings[0]).starts_at
    assert stored.isoformat() == "2024-01-31T00:00:00+00:00"
    page = text_of(sign_in(world.budi).get(at_meeting(world)))
    assert "Rabu, 31 Januari 2024, 08.00–12.00 WITA" in page


def test_c057_marks_outlive_the_account_of_who_made_them(sign_in, world, app, at, marks):
    at(NOON)
    sign_in(world.budi).post(at_meeting(world, f"/peserta/{world.ani_seat}"), {"status": "present"})
    with app.app_context(), transaction():
        db.session.get_one(Person, world.budi).is_active = False
    with app.app_context(), pytest.raises(sa.exc.DBAPIError), transaction():
        db.session.execute(sa.delete(Person).where(Person.id == world.budi))
    assert len(marks(world.meetings[0])) == 1
    page = text_of(sign_in(world.citra).get(f"{board_of(world)}/{world.ani_seat}"))
    assert "Oleh Budi Santoso" in page


def test_marks_can_be_neither_edited_nor_deleted(sign_in, world, app, at):
    at(NOON)
    sign_in(world.budi).post(at_meeting(world, f"/peserta/{world.ani_seat}"), {"status": "present"})
    for change in (sa.update(AttendanceMark).values(status="absent"), sa.delete(AttendanceMark)):
        with app.app_context(), pytest.raises(sa.exc.DBAPIError), transaction():
            db.session.execute(change)


@pytest.mark.parametrize("page", ["/kehadiran", "/hadir/h1-pagi", "/hadir/h1-pagi/layar/isi"])
def test_200_people_cost_no_more_statements_than_five(sign_in, world, app, at, statements, page):
    at(NOON + timedelta(minutes=1))
    make_trainees(app, world.training_id, 3)
    budi = sign_in(world.budi)
    budi.post(at_meeting(world, "/sisanya"), {"status": "absent"})
    with statements() as five:
        budi.get(f"/pelatihan/{world.code}{page}")
    make_trainees(app, world.training_id, 195)
    with statements() as many:
        answer = budi.get(f"/pelatihan/{world.code}{page}")
    assert answer.get_data(as_text=True).count("Peserta Contoh") >= 195
    assert len(many) == len(five) <= 8
