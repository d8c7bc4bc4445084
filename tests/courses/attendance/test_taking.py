"""A trainer at the door: taps beside names, what the list shows, and all the rest at once."""

from __future__ import annotations

import re

import pytest

from courses.trainings.models import Role
from tests.factories import DAY_1, enrol, make_trainees, wita

MORNING = wita(DAY_1, "08.04")
LATE = wita(DAY_1, "08.41")
NOON = wita(DAY_1, "12.00")
AS_JSON = {"Accept": "application/json"}


def at_meeting(world, rest: str = "") -> str:
    return f"/pelatihan/{world.code}/hadir/h1-pagi{rest}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def counts_in(text: str) -> dict[str, int]:
    return {word: int(count) for word, count in re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text)}


@pytest.fixture
def tap(sign_in, world):
    def press(seat: int, fields: dict[str, str], who: int | None = None, query: str = "", **more):
        browser = sign_in(who or world.budi)
        return browser.post(at_meeting(world, f"/ketuk/{seat}{query}"), fields, **more)

    return press


@pytest.mark.parametrize(
    ("status", "stored", "arrived"),
    [
        ("present", "present", "08.00"),
        ("excused", "excused", None),
        ("sick", "sick", None),
        ("absent", "absent", None),
    ],
)
def test_one_tap_makes_one_mark(tap, world, at, marks, status, stored, arrived):
    at(MORNING)
    for _press in range(2):
        assert tap(world.ani_seat, {"status": status}).status_code == 303
    [mark] = marks(world.meetings[0])
    assert (mark.status, mark.source, mark.recorded_by_id) == (stored, "hand", world.budi)
    assert mark.arrived_at == (wita(DAY_1, arrived) if arrived else None)
    assert mark.recorded_at == MORNING


@pytest.mark.parametrize(
    ("typed", "arrived"), [("", "08.41"), ("25", "08.25"), ("9.10", "09.10"), ("16", "08.16")]
)
def test_late_is_now_or_minutes_or_a_clock(tap, world, at, marks, typed, arrived):
    at(LATE)
    assert tap(world.ani_seat, {"status": "late", "arrived": typed}).status_code == 303
    assert marks(world.meetings[0])[0].arrived_at == wita(DAY_1, arrived)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "late", "arrived": "15"},  # 08.15 is still on time
        {"status": "late", "arrived": "12.01"},
        {"status": "late", "arrived": "besok"},
        {"status": "unmarked"},
        {"status": "x"},
        {},
    ],
)
def test_what_is_no_mark_is_refused(tap, world, at, marks, fields):
    at(LATE)
    answer = tap(world.ani_seat, fields, headers=AS_JSON)
    assert answer.status_code == 422
    assert answer.get_json()["message"]
    assert marks(world.meetings[0]) == []


def test_a_tap_goes_back_to_the_same_list_at_the_next_person(tap, world, at):
    at(MORNING)
    answer = tap(world.agus_seat, {"status": "present"}, query="?tampil=belum&wilayah=63.03")
    place = f"?tampil=belum&wilayah=63.03#p-{world.ani_seat}"
    assert answer.headers["Location"].endswith(place)
    answer = tap(world.ani_seat, {"status": "present"})
    assert answer.headers["Location"].endswith(f"#p-{world.ani_seat}")


def test_who_is_missing_comes_first_and_six_counts_are_everybody(tap, sign_in, app, world, at):
    make_trainees(app, world.training_id, 3)
    at(LATE)
    tap(world.agus_seat, {"status": "present"})
    tap(world.ani_seat, {"status": "late"})
    page = text_of(sign_in(world.budi).get(at_meeting(world)))
    assert page.index("Peserta Contoh 002") < page.index("Agus Salim")
    assert counts_in(page) == {
        "Hadir": 1, "Terlambat": 1, "Izin": 0, "Sakit": 0, "Tanpa keterangan": 0, "Belum diisi": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"ani", "agus", "contoh"}),
        ("?tampil=belum", {"ani", "contoh"}),
        ("?wilayah=63.03", {"ani", "agus"}),
        ("?cari=rahma", {"ani"}),
        ("?cari=BANJAR", {"ani", "agus"}),
        ("?tampil=belum&wilayah=63.03&cari=a", {"ani"}),
        ("?cari=tidak-ada", set()),
    ],
)
def test_the_list_shows_whom_one_looks_for(tap, sign_in, app, world, at, query, shown):
    [contoh] = make_trainees(app, world.training_id, 1)
    at(MORNING)
    tap(world.agus_seat, {"status": "present"})
    page = text_of(sign_in(world.budi).get(at_meeting(world, query)))
    lines = re.findall(r'<li class="taking__line" id="p-(\d+)"([^>]*)>', page)
    seats = {world.ani_seat: "ani", world.agus_seat: "agus", contoh: "contoh"}
    assert {seats[int(seat)] for seat, rest in lines if not rest.endswith(" hidden")} == shown


def test_with_scripts_a_tap_answers_with_the_line_and_the_counts(tap, world, at):
    at(MORNING)
    told = tap(world.ani_seat, {"status": "sick"}, headers=AS_JSON).get_json()
    assert "Sakit" in told["line"]
    assert "Koreksi" in told["line"]
    assert counts_in(told["counts"])["Belum diisi"] == 1
    assert "1 dari 2 peserta sudah tercatat." in told["counts"]
    assert "Tandai sisanya (1)" in told["counts"]
    assert told["standing"] == "Sakit"


def test_somebody_else_was_first_and_is_not_overwritten(tap, world, at, marks):
    at(MORNING)
    tap(world.ani_seat, {"status": "sick"}, who=world.citra)
    told = tap(world.ani_seat, {"status": "present"}, headers=AS_JSON)
    assert told.status_code == 409
    assert told.get_json()["standing"] == "Sakit"
    page = tap(world.ani_seat, {"status": "present"})
    assert page.status_code == 409
    assert "baru saja diubah" in text_of(page)
    assert len(marks(world.meetings[0])) == 1


def test_a_tap_without_signal_says_when_it_was_and_counts_once(tap, world, at, marks):
    at(NOON)
    tapped = int(wita(DAY_1, "08.31").timestamp())
    fields = {"status": "late", "at": str(tapped)}
    for _sent in range(2):
        assert tap(world.ani_seat, fields, headers=AS_JSON).status_code == 200
    [mark] = marks(world.meetings[0])
    assert mark.arrived_at == wita(DAY_1, "08.31")
    assert mark.recorded_at == NOON
    assert mark.reason == "Ditandai tanpa sinyal 31/01/2024 pukul 08.31 WITA menurut jam ponsel"


def test_a_tap_whose_answer_got_lost_is_taken_once_though_somebody_corrected_it(
    tap, sign_in, world, at, marks
):
    at(MORNING)
    tap(world.ani_seat, {"status": "present"}, headers=AS_JSON)
    correction = {"status": "sick", "expected": "1", "reason": "Pulang, demam"}
    sign_in(world.citra).post(at_meeting(world, f"/peserta/{world.ani_seat}"), correction)
    again = {"status": "present", "at": str(int(MORNING.timestamp()))}
    told = tap(world.ani_seat, again, headers=AS_JSON)
    assert told.status_code == 200
    assert told.get_json()["standing"] == "Sakit"
    assert len(marks(world.meetings[0])) == 2


def test_nobody_taps_the_own_presence(tap, app, world, at, marks):
    at(MORNING)
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    assert tap(world.ani_seat, {"status": "present"}, who=world.ani).status_code == 409
    assert marks(world.meetings[0]) == []


def test_the_rest_is_named_and_counted_before_it_is_marked(tap, sign_in, app, world, at, marks):
    make_trainees(app, world.training_id, 3)
    at(MORNING)
    tap(world.agus_seat, {"status": "present"})
    budi = sign_in(world.budi)
    page = text_of(budi.get(at_meeting(world, "/sisanya")))
    assert "Tandai 4 peserta" in page
    assert "Ani Rahmawati" in page
    assert "Agus Salim" not in page
    assert budi.post(at_meeting(world, "/sisanya"), {}).status_code == 422
    assert budi.post(at_meeting(world, "/sisanya"), {"status": "absent"}).status_code == 422
    fields = {"status": "excused", "reason": "Rapat daerah"}
    assert budi.post(at_meeting(world, "/sisanya"), fields).status_code == 303
    rest = [mark for mark in marks(world.meetings[0]) if mark.enrolment_id != world.agus_seat]
    assert [(mark.status, mark.reason) for mark in rest] == [("excused", "Rapat daerah")] * 4
    budi.post(at_meeting(world, "/sisanya"), fields)
    assert len(marks(world.meetings[0])) == 5


def test_before_it_opens_nobody_can_be_marked_present_together(sign_in, world, at, marks):
    at(wita(DAY_1, "06.00"))
    answer = sign_in(world.budi).post(at_meeting(world, "/sisanya"), {"status": "present"})
    assert answer.status_code == 422
    assert marks(world.meetings[0]) == []


def test_the_rest_leaves_out_who_marks_it(app, sign_in, world, at, marks):
    at(NOON)
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    answer = sign_in(world.ani).post(at_meeting(world, "/sisanya"), {"status": "absent"})
    assert answer.status_code == 303
    assert [mark.enrolment_id for mark in marks(world.meetings[0])] == [world.agus_seat]
