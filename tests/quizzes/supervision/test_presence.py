"""A test for those present that day: who may begin it, what the others read, who is let in."""

from __future__ import annotations

import pytest

from tests import quiz_factories
from tests.factories import DAY_1, DAY_2, wita
from tests.quiz_factories import TESTS, page
from tests.quizzes.supervision.conftest import LIVE

PAPER = f"{TESTS}/tes-akhir"
MISSING = "Kehadiran Anda hari ini belum tercatat"


@pytest.fixture(autouse=True)
def only_for_those_present(change_quiz):
    change_quiz(needs_presence=True)


@pytest.mark.parametrize(
    ("marks", "may"),
    [
        ([], False),
        ([("present", 0)], True),
        ([("present", 1)], True),
        ([("present", 2)], False),  # the day after
        ([("absent", 0)], False),
        ([("sick", 0)], False),
        ([("excused", 0)], False),
        ([("absent", 0), ("present", 0)], True),
        ([("present", 0), ("absent", 0)], False),
        ([("absent", 0), ("present", 1)], True),
    ],
)
def test_who_was_present_in_a_meeting_of_the_day_may_begin(app, world, ani, mark, marks, may):
    for sequence, (status, meeting) in enumerate(marks, start=1):
        mark(world.ani_seat, status, meeting=meeting, sequence=sequence)
    assert (MISSING in page(ani.get(PAPER))) is not may
    started = ani.post(f"{PAPER}/mulai")
    assert started.location.endswith("/kerjakan" if may else "/tes-akhir")
    assert len(quiz_factories.attempts(app)) == may
    if not may:
        assert "lapor ke panitia" in page(ani.get(PAPER))


@pytest.mark.parametrize(("day", "clock", "is_missing"), [
    (DAY_1, "23.59", False), (DAY_2, "00.00", True),
])  # fmt: skip
def test_the_day_is_the_local_one(world, sign_in, mark, at, day, clock, is_missing):
    mark(world.ani_seat, "present")
    at(wita(day, clock))
    assert (MISSING in page(sign_in(world.ani).get(PAPER))) is is_missing


def test_the_home_page_and_the_list_say_it_too(world, ani, mark):
    assert "Dibuka, catat dulu kehadiran Anda hari ini" in page(ani.get("/pelatihan/bimtek-uji"))
    assert "Belum presensi" in page(ani.get(TESTS))
    mark(world.ani_seat, "present")
    assert "Dibuka, catat dulu" not in page(ani.get("/pelatihan/bimtek-uji"))


def test_before_it_opens_the_page_says_whom_it_is_for(world, ani, change_quiz):
    change_quiz(opened_at=None)
    assert "hanya dapat dimulai oleh peserta yang tercatat hadir" in page(ani.get(PAPER))


def test_staff_may_let_somebody_in_for_the_day(app, world, sign_in, budi, act, made, at):
    ani = sign_in(world.ani)
    assert "Izinkan tanpa presensi" in page(budi.get(LIVE))
    assert act(world.ani_seat, "izinkan").status_code == 303
    ani.post(f"{PAPER}/mulai")
    assert len(quiz_factories.attempts(app)) == 1
    assert made() == [("admitted", None)]
    ani.post(f"{PAPER}/kumpulkan", {"pengerjaan": 1})
    at(wita(DAY_2, "09.00"))
    sign_in(world.ani).post(f"{PAPER}/mulai")
    assert len(quiz_factories.attempts(app)) == 1


def test_whoever_has_begun_goes_on_when_the_mark_is_corrected(app, world, ani, mark, at):
    mark(world.ani_seat, "present")
    ani.post(f"{PAPER}/mulai")
    mark(world.ani_seat, "absent", sequence=2)
    assert "Soal 1 dari 3" in page(ani.get(f"{PAPER}/kerjakan"))
    assert ani.post(f"{PAPER}/mulai").location.endswith("/kerjakan")


def test_letting_in_is_not_offered_to_who_is_here(app, world, budi, mark, act):
    mark(world.ani_seat, "present")
    address = f"/pelatihan/bimtek-uji/tes/kelola/tes-akhir/peserta/{world.ani_seat}/izinkan"
    assert "tidak berlaku untuk keadaan sekarang" in page(budi.get(address))


def test_an_open_quiz_without_the_rule_asks_nobody(app, world, ani, change_quiz):
    change_quiz(needs_presence=False)
    assert MISSING not in page(ani.get(PAPER))
    assert ani.post(f"{PAPER}/mulai").location.endswith("/kerjakan")
