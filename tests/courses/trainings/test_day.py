"""The trainee's day: what runs now, what comes next, and the steps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from courses.trainings.models import Training
from courses.trainings.rules import Item, When, programme
from lms.db import db, transaction
from tests import factories
from tests.factories import DAY_1, DAY_2, wita


@pytest.fixture
def world(app):
    return factories.make_world(app)


def home_of(world) -> str:
    return f"/pelatihan/{world.code}"


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def item(day: date, starts: str, ends: str) -> Item:
    return Item(day, wita(day, starts), wita(day, ends), f"{day} {starts}", "lesson")


FIRST, SECOND, OTHER = (
    item(DAY_1, "08.00", "09.00"),
    item(DAY_1, "09.30", "11.00"),
    item(DAY_2, "08.00", "09.00"),
)
ITEMS = (FIRST, SECOND, OTHER)


@pytest.mark.parametrize(
    ("day", "clock", "when", "running", "following"),
    [
        (date(2024, 1, 30), "23.00", When.BEFORE, None, FIRST),
        (DAY_1, "07.59", When.TODAY, None, FIRST),
        (DAY_1, "08.00", When.TODAY, FIRST, SECOND),
        (DAY_1, "08.59", When.TODAY, FIRST, SECOND),
        (DAY_1, "09.00", When.TODAY, None, SECOND),  # a pause nobody wrote down
        (DAY_1, "10.00", When.TODAY, SECOND, None),
        (DAY_1, "20.00", When.TODAY, None, None),
        (DAY_2, "08.30", When.TODAY, OTHER, None),
        (date(2024, 2, 2), "00.00", When.AFTER, None, None),
    ],
)
def test_the_programme_of_a_moment(day, clock, when, running, following):
    shown = programme(ITEMS, day, wita(day, clock))
    assert (shown.when, shown.running, shown.following) == (when, running, following)


def test_without_a_timetable_there_is_no_programme():
    assert programme((), DAY_1, wita(DAY_1, "08.00")).when is When.EMPTY


def test_before_the_first_day_the_home_shows_day_one(sign_in, world, at):
    at(datetime(2024, 1, 25, 2, 0, tzinfo=UTC))
    page = text_of(sign_in(world.ani).get(home_of(world)))
    assert "Jadwal hari ke-1" in page
    assert "Rabu, 31 Januari 2024" in page
    assert "Sedang berlangsung" not in page


def test_during_the_day_what_runs_now_is_marked(sign_in, world, at):
    at(wita(DAY_1, "09.30"))
    page = text_of(sign_in(world.ani).get(home_of(world)))
    assert "Jadwal hari ini" in page
    assert page.count("Sedang berlangsung") == 1
    assert page.count('aria-current="time"') == 1
    assert "Kamis, 1 Februari" not in page


def test_what_is_past_is_folded_away(sign_in, world, at):
    at(wita(DAY_1, "10.30"))  # the lesson of the morning has just ended
    page = text_of(sign_in(world.ani).get(home_of(world)))
    assert "1 acara sudah lewat" in page
    at(wita(DAY_1, "20.00"))
    assert "Acara hari ini sudah selesai." in text_of(sign_in(world.ani).get(home_of(world)))


def test_after_the_last_day_the_home_says_so(sign_in, world, at):
    at(wita(DAY_2, "17.00") + timedelta(days=1))
    assert "Hari tatap muka sudah selesai." in text_of(sign_in(world.ani).get(home_of(world)))


def test_an_open_meeting_is_the_next_step_until_it_is_marked(sign_in, world, at):
    at(wita(DAY_1, "08.00"))
    ani = sign_in(world.ani)
    first = text_of(ani.get(home_of(world)))
    assert '<span class="next-step__title">Catat kehadiran: h1-pagi</span>' in first
    sign_in(world.budi).post(
        f"{home_of(world)}/hadir/h1-pagi/peserta/{world.ani_seat}", {"status": "present"}
    )
    then = text_of(ani.get(home_of(world)))
    assert "Catat kehadiran" not in then
    assert "h1-pagi sudah tercatat." in then


def test_reading_self_study_comes_before_the_other_modules(sign_in, world, at):
    at(datetime(2024, 1, 25, 2, 0, tzinfo=UTC))
    ani = sign_in(world.ani)
    first = text_of(ani.get(home_of(world)))
    assert '<span class="next-step__title">Baca modul mandiri PS-00</span>' in first
    ani.post(f"{home_of(world)}/modul/PS-00/selesai")
    then = text_of(ani.get(home_of(world)))
    assert then.count("Selesai</span>") == 1
    assert "Baca modul PS-01" in then
    assert "0 dari 2 selesai" in then


def test_attendance_so_far_counts_only_what_is_over(sign_in, world, at):
    at(wita(DAY_1, "12.30"))
    page = text_of(sign_in(world.ani).get(home_of(world)))
    assert "Catat kehadiran: h1-siang" in page  # open from half past twelve
    at(wita(DAY_1, "17.30"))
    page = text_of(sign_in(world.ani).get(home_of(world)))
    assert "Hadir di 0 dari 2 pertemuan yang selesai." in page
    assert "Kamis, 1 Februari 2024 pukul 07.30 WITA" in page


@pytest.mark.parametrize("day", [DAY_1, DAY_2, DAY_2 + timedelta(days=40)])
def test_the_first_pages_of_a_trainee_cost_six_statements_at_most(
    app, sign_in, world, at, statements, day
):
    """Who, where, and all that the features keep: the same in each state of a training."""
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.source = {"evaluations": {"a.yaml": {"about": "training"}}}
        training.closed_at = None if day <= DAY_2 else wita(DAY_2, "18.00")
    at(wita(day, "09.30"))
    ani = sign_in(world.ani)
    for url in ("/", home_of(world), f"{home_of(world)}/tugas"):
        with statements() as seen:
            ani.get(url)
        assert len(seen) <= 6, (url, seen)


def test_the_home_of_staff_costs_the_same_for_more_trainees(app, sign_in, world, at, statements):
    at(wita(DAY_2, "09.30"))
    seen = {}
    for count in (3, 40):
        factories.make_trainees(app, world.training_id, count)
        for who in ("budi", "citra", "eko"):
            with statements() as found:
                sign_in(getattr(world, who)).get(home_of(world))
            seen.setdefault(who, set()).add(len(found))
    assert all(len(counts) == 1 for counts in seen.values()), seen


@pytest.mark.parametrize("who", ["budi", "citra"])
def test_staff_see_the_meetings_of_today(sign_in, world, at, who):
    at(wita(DAY_1, "08.10"))
    page = text_of(sign_in(getattr(world, who)).get(home_of(world)))
    assert "Kehadiran hari ini" in page
    assert f"{home_of(world)}/hadir/h1-pagi/layar" in page
    assert "h2-pagi" not in page


def test_the_signatory_is_not_shown_what_he_may_not_open(sign_in, world, at):
    at(wita(DAY_1, "08.10"))
    assert "/layar" not in text_of(sign_in(world.eko).get(home_of(world)))


@pytest.mark.parametrize("who", ["ani", "budi", "eko"])
def test_the_timetable_shows_each_day(sign_in, world, at, who):
    at(wita(DAY_2, "09.10"))
    page = text_of(sign_in(getattr(world, who)).get(f"{home_of(world)}/jadwal"))
    assert "Rabu, 31 Januari 2024" in page
    assert "Kamis, 1 Februari 2024" in page
    assert page.count("Sedang berlangsung") == 1


def test_a_stranger_sees_no_timetable(sign_in, world):
    assert sign_in(world.dewi).get(f"{home_of(world)}/jadwal").status_code == 404
