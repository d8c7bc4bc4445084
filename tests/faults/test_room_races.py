"""Two hands in one test at the same moment: staff against trainee, staff against staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms.audit import first_broken
from lms.db import db, transaction
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import Intervention
from quizzes.attempts.services import submit_attempt
from tests import factories, quiz_factories
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE, TESTS
from tests.quizzes.attempts.test_races import all_at_once
from tests.quizzes.supervision.conftest import POST_TEST, REASON, seen

pytestmark = pytest.mark.faults

ROUNDS = 4


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    return quiz_factories.make_quiz(app, world.training_id)


@pytest.fixture
def press(sign_in):
    """`press(person, address, **fields)` opens the form now, and returns what sends it."""

    def prepare(person, address, **fields):
        browser = sign_in(person)
        shown = browser.get(address).get_data(as_text=True)
        carried = {"seen": seen(shown)} if 'name="seen"' in shown else {}
        data = {"csrf_token": browser.csrf_token(), "reason": REASON, **carried, **fields}
        return lambda: browser.client.post(address, data=data).status_code

    return prepare


def interventions(app):
    with app.app_context():
        rows = db.session.scalars(sa.select(Intervention).order_by(Intervention.id))
        return [(each.kind.value, each.actor_id) for each in rows]


def is_whole(app):
    with app.app_context():
        return first_broken() is None


def test_the_same_form_pressed_eight_times_gives_the_time_once(app, world, quiz_id, sign_in):
    own = quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    address = f"{POST_TEST}/peserta/{world.ani_seat}/tambah-waktu"
    tabs = [sign_in(world.budi) for _tab in range(8)]
    form = seen(tabs[0].get(address).get_data(as_text=True))
    data = [
        {"csrf_token": each.csrf_token(), "reason": REASON, "seen": form, "minutes": 5}
        for each in tabs
    ]
    tasks = [
        lambda tab=tab, fields=fields: tab.client.post(address, data=fields).status_code
        for tab, fields in zip(tabs, data, strict=True)
    ]
    assert set(all_at_once(tasks)) == {303}
    assert interventions(app) == [("extra_time", world.budi)]
    assert quiz_factories.attempt(app, own).deadline_at == NINE + timedelta(minutes=25)
    assert is_whole(app)


@pytest.mark.parametrize("deed", ["tambah-waktu", "tutup"])
def test_of_two_trainers_at_once_one_is_told_what_the_other_did(app, world, quiz_id, press, deed):
    own = quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    address = f"{POST_TEST}/peserta/{world.ani_seat}/{deed}"
    statuses = all_at_once([press(who, address, minutes=5) for who in (world.budi, world.citra)])
    assert sorted(statuses) == [303, 409]
    assert len(interventions(app)) == 1
    if deed == "tambah-waktu":
        deadline = quiz_factories.attempt(app, own).deadline_at
        assert deadline == NINE + timedelta(minutes=25)
    assert is_whole(app)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_handing_in_while_staff_close_or_extend_gives_one_end(app, world, quiz_id, press, _round):
    own = quiz_factories.sit(app, quiz_id, world.ani_seat, right=2, is_submitted=False)
    person = f"{POST_TEST}/peserta/{world.ani_seat}"
    handed_in, *staff = all_at_once(
        [
            press(world.ani, f"{TESTS}/tes-akhir/kumpulkan", pengerjaan=1),
            press(world.budi, f"{person}/tutup"),
            press(world.citra, f"{person}/tambah-waktu", minutes=5),
        ]
    )
    assert handed_in == 303
    assert set(staff) <= {303, 409}
    attempt = quiz_factories.attempt(app, own)
    assert (attempt.score, bool(attempt.receipt)) == (6667, True)
    assert attempt.closed_by == ("staff" if staff[0] == 303 else "trainee")
    done = [kind for kind, _who in interventions(app)]
    assert done.count("closed") == (staff[0] == 303)
    assert done.count("extra_time") == (staff[1] == 303)
    assert is_whole(app)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_closing_the_quiz_against_more_time_for_all_leaves_nobody_open(
    app, world, quiz_id, press, _round
):
    for seat in (world.ani_seat, world.agus_seat):
        quiz_factories.sit(app, quiz_id, seat, is_submitted=False)
    closed, extended = all_at_once(
        [
            press(world.budi, f"{POST_TEST}/tutup"),
            press(world.citra, f"{POST_TEST}/waktu", what="minutes", minutes=5),
        ]
    )
    assert (closed, extended in (303, 409)) == (303, True)
    attempts = quiz_factories.attempts(app)
    assert all(each.submitted_at == NINE and each.receipt for each in attempts)
    given = [each.deadline_at - NINE for each in attempts]
    assert set(given) == {timedelta(minutes=25 if interventions(app) else 20)}
    assert is_whole(app)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_beginning_while_the_closing_moves_gets_one_of_the_two_deadlines(
    app, world, press, at, _round
):
    early, late = wita(DAY_1, "09.05"), wita(DAY_1, "09.10")
    quiz_factories.make_quiz(app, world.training_id, closed_at=early)
    begun, moved = all_at_once(
        [
            press(world.ani, f"{TESTS}/tes-akhir/mulai"),
            press(world.budi, f"{POST_TEST}/waktu", what="closing", closes="09.10"),
        ]
    )
    assert (begun, moved) == (303, 303)
    assert [each.deadline_at for each in quiz_factories.attempts(app)] == [late]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_opening_again_while_a_new_attempt_begins_never_gives_two_open_ones(
    app, world, quiz_id, press, _round
):
    quiz_factories.sit(app, quiz_id, world.ani_seat, right=1)
    begun, reopened = all_at_once(
        [
            press(world.ani, f"{TESTS}/tes-akhir/mulai"),
            press(world.budi, f"{POST_TEST}/peserta/{world.ani_seat}/buka-kembali", minutes=5),
        ]
    )
    assert (begun, reopened in (303, 409)) == (303, True)
    still_open = [each for each in quiz_factories.attempts(app) if each.submitted_at is None]
    assert len(still_open) == 1
    assert still_open[0].number == (1 if reopened == 303 else 2)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_late_answers_are_decided_by_one_of_two(app, world, quiz_id, press, at, _round):
    own = quiz_factories.sit(app, quiz_id, world.ani_seat, right=1, is_submitted=False)
    with app.app_context(), transaction(lock_of(own)):
        submit_attempt(own, actor_id=None, at=NINE)
        save_answer(own, 2, ["b"], sequence=2, at=NINE)
    address = f"{POST_TEST}/terlambat/{own}"
    statuses = all_at_once(
        [
            press(world.budi, address, verdict="terima"),
            press(world.citra, address, verdict="tolak"),
        ]
    )
    assert sorted(statuses) == [303, 409]
    ((kind, _who),) = interventions(app)
    attempt = quiz_factories.attempt(app, own)
    assert attempt.score == (6667 if kind == "late_accepted" else 3333)
    assert is_whole(app)
