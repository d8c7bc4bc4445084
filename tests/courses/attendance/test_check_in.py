"""A trainee marks themselves, by typing the code or by scanning it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.trainings.models import Meeting
from lms.db import db, transaction
from lms.people import passwords
from lms.people.models import Person
from tests.conftest import PASSWORD
from tests.factories import DAY_1, wita

MORNING = wita(DAY_1, "08.04")


def give_password(app, person_id: int) -> None:
    with app.app_context():
        hashed = passwords.hash_password(PASSWORD)
        with transaction():
            db.session.get_one(Person, person_id).password_hash = hashed


def page_of(world) -> str:
    return f"/pelatihan/{world.code}/hadir"


def address(world, code: str, key: str = "h1-pagi") -> str:
    return f"/hadir/{world.code}/{key}/{code}"


def test_typing_the_code_records_and_says_so(sign_in, world, at, code_of, marks):
    at(MORNING)
    ani = sign_in(world.ani)
    answer = ani.post(page_of(world), {"code": code_of(world.meetings[0]).lower()})
    assert answer.status_code == 303
    page = ani.get(page_of(world)).get_data(as_text=True)
    assert "Tercatat: Ani Rahmawati hadir pada h1-pagi pukul 08.04 WITA" in page
    assert "Hadir pukul 08.04 WITA" in ani.get(page_of(world)).get_data(as_text=True)
    assert len(marks(world.meetings[0])) == 1


def test_twice_keeps_the_first_time(sign_in, world, at, code_of, marks):
    ani = sign_in(world.ani)
    at(MORNING)
    ani.post(page_of(world), {"code": code_of(world.meetings[0])})
    at(MORNING + timedelta(minutes=40))
    ani.post(page_of(world), {"code": code_of(world.meetings[0])})
    page = ani.get(page_of(world)).get_data(as_text=True)
    assert "sudah tercatat hadir pada h1-pagi pukul 08.04 WITA" in page
    assert len(marks(world.meetings[0])) == 1


def test_c042_success_is_only_said_of_what_was_recorded(sign_in, world, at, code_of, marks):
    at(MORNING)
    ani = sign_in(world.ani)
    answer = ani.post(page_of(world), {"code": code_of(world.meetings[1])})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "milik pertemuan lain" in page
    assert "Tercatat" not in page
    assert marks(world.meetings[0]) == marks(world.meetings[1]) == []


def test_a_code_of_a_meeting_kept_open_beside_the_one_that_runs_counts_as_scanned(
    app, sign_in, world, at, code_of, marks
):
    at(wita(DAY_1, "13.05"))  # the afternoon runs, and staff have opened the morning again
    with app.app_context(), transaction():
        db.session.get_one(Meeting, world.meetings[0]).opened_at = wita(DAY_1, "13.00")
    ani = sign_in(world.ani)
    for meeting in world.meetings[:2]:
        assert ani.post(page_of(world), {"code": code_of(meeting)}).status_code == 303
    assert [len(marks(meeting)) for meeting in world.meetings] == [1, 1, 0, 0]
    assert "hadir pada h1-pagi" in ani.get(page_of(world)).get_data(as_text=True)


@pytest.mark.parametrize("who", ["dewi", "budi", "eko"])
def test_c042_who_is_not_a_trainee_is_told_and_not_counted(sign_in, world, at, code_of, marks, who):
    at(MORNING)
    browser = sign_in(getattr(world, who))
    for answer in (
        browser.get(address(world, code_of(world.meetings[0]))),
        browser.post(address(world, code_of(world.meetings[0]))),
    ):
        assert answer.status_code == 403
        assert "tidak terdaftar sebagai peserta pertemuan ini" in answer.get_data(as_text=True)
    assert marks(world.meetings[0]) == []


def test_what_was_typed_wrong_is_kept_and_named(sign_in, world, at):
    at(MORNING)
    answer = sign_in(world.ani).post(page_of(world), {"code": "ABC DEF"})
    assert answer.status_code == 422
    assert 'value="ABC DEF"' in answer.get_data(as_text=True)
    assert "tidak dikenal" in answer.get_data(as_text=True)


def test_an_old_code_is_called_old(sign_in, world, at, code_of):
    at(MORNING)
    code = code_of(world.meetings[0])
    at(MORNING + timedelta(seconds=60))
    answer = sign_in(world.ani).post(page_of(world), {"code": code})
    assert "sudah kedaluwarsa" in answer.get_data(as_text=True)


def test_opening_the_scanned_address_writes_nothing(sign_in, world, at, code_of, marks):
    at(MORNING)
    ani = sign_in(world.ani)
    page = ani.get(address(world, code_of(world.meetings[0]))).get_data(as_text=True)
    assert "Ani Rahmawati" in page
    assert "08.04 WITA" in page
    assert "Ya, catat saya hadir" in page
    assert marks(world.meetings[0]) == []


def test_one_tap_after_the_scan_records_once(sign_in, world, at, code_of, marks):
    at(MORNING)
    ani = sign_in(world.ani)
    scanned = address(world, code_of(world.meetings[0]))
    ani.get(scanned)
    at(MORNING + timedelta(minutes=3))  # the phone rang
    assert ani.post(scanned).status_code == 303
    (mark,) = marks(world.meetings[0])
    assert mark.enrolment_id == world.ani_seat
    assert mark.arrived_at == MORNING + timedelta(minutes=3)


def test_an_address_sent_to_a_friend_proves_nothing(sign_in, world, at, code_of, marks):
    at(MORNING)
    scanned = address(world, code_of(world.meetings[0]))
    sign_in(world.ani).get(scanned)
    at(MORNING + timedelta(minutes=2))
    agus = sign_in(world.agus)
    answer = agus.get(scanned)
    assert answer.status_code == 409
    assert "kedaluwarsa. Pindai lagi QR" in answer.get_data(as_text=True)
    assert agus.post(scanned).status_code == 409
    assert marks(world.meetings[0]) == []


def test_a_scan_serves_one_meeting_only(sign_in, world, at, code_of, marks):
    at(MORNING)
    ani = sign_in(world.ani)
    code = code_of(world.meetings[0])
    ani.get(address(world, code))
    assert ani.post(address(world, code, "h1-siang")).status_code == 409
    assert marks(world.meetings[1]) == []


def test_c041_too_early_is_told_and_does_not_lock_out(sign_in, world, at, code_of, marks):
    ani = sign_in(world.ani)
    at(wita(DAY_1, "07.28"))
    page = ani.get(address(world, code_of(world.meetings[0]))).get_data(as_text=True)
    assert "belum dibuka, mulai pukul 07.30 WITA" in page
    assert "Ya, catat" not in page
    at(wita(DAY_1, "07.30"))
    scanned = address(world, code_of(world.meetings[0]))
    assert "Ya, catat" in ani.get(scanned).get_data(as_text=True)
    ani.post(scanned)
    assert marks(world.meetings[0])[0].arrived_at == wita(DAY_1, "07.30")


def test_early_typing_is_told_when_to_come_back(sign_in, world, at, code_of, marks):
    at(wita(DAY_1, "07.28"))
    ani = sign_in(world.ani)
    page = ani.get(page_of(world)).get_data(as_text=True)
    assert "2 menit lagi" in page
    answer = ani.post(page_of(world), {"code": code_of(world.meetings[0])})
    assert answer.status_code == 422
    assert marks(world.meetings[0]) == []


def test_late_is_told_and_recorded_with_its_time(sign_in, world, at, code_of, marks):
    at(wita(DAY_1, "08.22"))
    ani = sign_in(world.ani)
    assert "terlambat 22 menit" in ani.get(page_of(world)).get_data(as_text=True)
    ani.post(page_of(world), {"code": code_of(world.meetings[0])})
    assert "Terlambat 08.22" in " ".join(ani.get(page_of(world)).get_data(as_text=True).split())
    assert marks(world.meetings[0])[0].arrived_at == wita(DAY_1, "08.22")


def test_closed_is_closed_even_with_a_fresh_code(sign_in, world, at, code_of, marks):
    at(wita(DAY_1, "12.00"))
    ani = sign_in(world.ani)
    scanned = address(world, code_of(world.meetings[0]))
    assert "Presensi ditutup" in ani.get(scanned).get_data(as_text=True)
    assert ani.post(scanned).status_code == 409
    assert marks(world.meetings[0]) == []


@pytest.mark.parametrize("minutes", [1, 9])
def test_c045_scanning_before_signing_in_still_counts(
    browser, app, world, at, code_of, marks, minutes
):
    give_password(app, world.ani)
    at(MORNING)
    scanned = address(world, code_of(world.meetings[0]))
    answer = browser.get(scanned)
    assert answer.status_code == 303
    at(MORNING + timedelta(minutes=minutes))
    signed_in = browser.post(
        "/masuk", {"account": "081200000001", "password": PASSWORD, "lanjut": scanned}
    )
    assert signed_in.status_code == 303
    assert signed_in.location == scanned
    assert "Ya, catat saya hadir" in browser.get(scanned).get_data(as_text=True)
    browser.post(scanned)
    assert len(marks(world.meetings[0])) == 1


def test_c044_after_a_very_slow_sign_in_one_scans_again(browser, app, world, at, code_of, marks):
    give_password(app, world.ani)
    at(MORNING)
    scanned = address(world, code_of(world.meetings[0]))
    browser.get(scanned)
    at(MORNING + timedelta(minutes=11))
    browser.post("/masuk", {"account": "081200000001", "password": PASSWORD})
    page = browser.get(scanned).get_data(as_text=True)
    assert "kedaluwarsa. Pindai lagi" in page
    assert 'type="password"' not in page
    again = address(world, code_of(world.meetings[0]))
    browser.get(again)
    browser.post(again)
    assert len(marks(world.meetings[0])) == 1


def test_a_session_that_ended_before_the_tap_asks_to_sign_in(browser, world, at, code_of, marks):
    at(MORNING)
    answer = browser.post(address(world, code_of(world.meetings[0])))
    assert answer.status_code == 303
    assert answer.location.startswith("/masuk")
    assert marks(world.meetings[0]) == []


@pytest.mark.parametrize("path", ["tidak-ada/h1-pagi", "bimtek-uji/tidak-ada"])
def test_an_unknown_place_tells_a_visitor_nothing(browser, world, path):
    answer = browser.get(f"/hadir/{path}/ABCDEF")
    assert answer.status_code == 303
    assert answer.location.startswith("/masuk")


@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("budi", 403), ("eko", 403)])
def test_the_page_to_type_a_code_is_for_trainees(sign_in, world, who, status):
    browser = sign_in(getattr(world, who))
    assert browser.get(page_of(world)).status_code == status
    assert browser.post(page_of(world), {"code": "ABCDEF"}).status_code == status


def test_what_the_trainer_said_is_not_overwritten_by_a_scan(sign_in, world, at, code_of, marks):
    at(MORNING)
    sign_in(world.budi).post(
        f"/pelatihan/{world.code}/hadir/h1-pagi/peserta/{world.ani_seat}", {"status": "sick"}
    )
    ani = sign_in(world.ani)
    ani.post(page_of(world), {"code": code_of(world.meetings[0])})
    assert "Panitia sudah mencatat Anda" in ani.get(page_of(world)).get_data(as_text=True)
    assert [mark.status for mark in marks(world.meetings[0])] == ["sick"]
