"""A test ends once and an answer is changed in order, however many press at the same moment.

FAULT_SEEDS=5 runs these at their whole size; `make test` at a part of it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import sqlalchemy as sa

from courses.trainings.models import Enrolment
from lms import audit
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person, SignIn
from quizzes.attempts import queries, sweep
from quizzes.attempts.models import AnswerEvent
from tests import factories, quiz_factories
from tests.faults.phones import IS_WHOLE
from tests.quiz_factories import NINE, POST_TEST

pytestmark = pytest.mark.faults
PRESSES = 20
ROOM = 100 if IS_WHOLE else 20
TAPS = 500


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz(app, world):
    return quiz_factories.make_quiz(app, world.training_id, questions=5)


def at_once(tasks: list[Callable[[], object]]) -> list[object]:
    gate = Barrier(len(tasks))

    def run(task):
        gate.wait(timeout=30)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def submitting(browser):
    """A press whose token is at hand; gives where it leads."""
    data = {"csrf_token": browser.csrf_token(), "pengerjaan": 1}
    return lambda: browser.client.post(f"{POST_TEST}/kumpulkan", data=data).location


def endings(app) -> dict[int, int]:
    """By attempt, how often it was ended and scored."""
    with app.app_context():
        told = sa.select(AuditEntry.subject_id, sa.func.count()).where(
            AuditEntry.action == "attempt.submitted"
        )
        return dict(db.session.execute(told.group_by(AuditEntry.subject_id)).all())


def test_r4_twenty_presses_and_the_sweep_at_once_end_each_attempt_once(
    app, world, quiz, sign_in, at
):
    seats = factories.make_trainees(app, world.training_id, ROOM)
    ids = [quiz_factories.sit(app, quiz, seat, right=3, is_submitted=False) for seat in seats]
    with app.app_context():
        people = [db.session.get_one(Enrolment, seat).person_id for seat in seats]
    at(NINE + timedelta(minutes=21))  # the sweep takes them, and the phones press by themselves

    def sweeping():
        with app.app_context():
            sweep.end_overdue_attempts()

    for person in people:
        browser = sign_in(person)
        places = at_once([*[submitting(browser)] * PRESSES, sweeping, sweeping])
        assert places[:PRESSES] == [f"{POST_TEST}/hasil/1"] * PRESSES
    attempts = quiz_factories.attempts(app)
    assert [each.id for each in attempts] == ids
    assert len({each.receipt for each in attempts}) == len(ids)
    assert {(each.score, each.closed_by.value) for each in attempts} == {(6000, "deadline")}
    assert {each.submitted_at for each in attempts} == {NINE + timedelta(minutes=20)}
    assert sorted(endings(app).values()) == [1] * len(ids)
    with app.app_context():
        assert audit.first_broken() is None


def saving(browser, number, page):
    """`save(sequence, choices)` as an open page does; gives the status."""
    headers = {"X-CSRFToken": browser.csrf_token(), "Accept": "application/json"}
    stamp = {"attempt": 1, "page": page}

    def save(sequence, choices, key=None):
        body = {**stamp, "key": key or str(uuid4()), "sequence": sequence, "choices": choices}
        return browser.client.put(f"{POST_TEST}/jawaban/{number}", json=body, headers=headers)

    return save


def test_r14_of_two_tabs_the_newest_tap_is_in_force_and_all_are_in_the_history(
    app, world, quiz, sign_in
):
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    pages = [str(uuid4()), str(uuid4())]
    tabs = [saving(sign_in(world.ani), 1, page) for page in pages]

    def tap_on(place):
        """One tab counts the odd numbers, the other the even ones and sends old blanks too."""
        found = []
        for turn in range(TAPS):
            found.append(tabs[place](2 * turn + place + 1, ["abcd"[turn % 4]]).status_code)
            if place and turn % 5 == 0:
                found.append(tabs[place](1, []).status_code)
        return found

    statuses = at_once([lambda: tap_on(0), lambda: tap_on(1)])
    assert {status for each in statuses for status in each} <= {200, 409}
    with app.app_context():
        given = queries.answers(attempt_id)[1]
        events = db.session.scalars(sa.select(AnswerEvent).order_by(AnswerEvent.id)).all()
    assert (given.sequence, given.choices) == (2 * TAPS, ["abcd"[(TAPS - 1) % 4]])
    in_force = [each.sequence for each in events if not each.is_stale]
    assert in_force == sorted(set(in_force))
    assert all(each.choices for each in events if not each.is_stale)
    assert len(events) == len({each.key for each in events}) == 2 * TAPS + TAPS // 5
    assert {each.page for each in events} == set(pages)


def test_r16_pages_sent_again_by_back_and_refresh_do_nothing_twice(app, world, quiz, sign_in):
    ani = sign_in(world.ani)
    answer = {"soal": 1, "pengerjaan": 1, "urutan": 1, "pilihan": ["b"]}
    steps = [
        ("mulai", {}, f"{POST_TEST}/kerjakan"),
        ("kerjakan", answer, f"{POST_TEST}/kerjakan?soal=2"),
        ("kumpulkan", {"pengerjaan": 1}, f"{POST_TEST}/hasil/1"),
    ]
    for path, fields, leads_to in steps:
        for _refresh in range(3):
            sent = ani.post(f"{POST_TEST}/{path}", fields)
            assert (sent.status_code, sent.location) == (303, leads_to)
    (first,) = quiz_factories.attempts(app)
    for path, fields, _leads_to in steps[1:]:  # back, and each page once more
        assert ani.post(f"{POST_TEST}/{path}", fields).location == f"{POST_TEST}/hasil/1"
    (attempt,) = quiz_factories.attempts(app)
    assert (attempt.receipt, attempt.score) == (first.receipt, 2000)
    assert endings(app) == {attempt.id: 1}
    with app.app_context():
        assert queries.answers(attempt.id)[1].sequence == 1


@pytest.mark.parametrize("is_shut_out", [False, True])
def test_r17_what_waits_on_the_phone_is_refused_until_there_is_a_session(
    app, world, quiz, sign_in, is_shut_out
):
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    page, keys = str(uuid4()), [str(uuid4()) for _ in range(5)]
    browser = sign_in(world.ani)

    def send_all(save_of):
        return [
            save_of(number)(1, ["b"], key).status_code for number, key in enumerate(keys, start=1)
        ]

    tabs = {number: saving(browser, number, page) for number in range(1, 6)}
    with app.app_context(), transaction():
        db.session.execute(sa.update(SignIn).values(ended_at=NINE))
        db.session.get_one(Person, world.ani).is_active = not is_shut_out
    assert send_all(tabs.get) == [403 if is_shut_out else 401] * 5
    with app.app_context():
        assert queries.answers(attempt_id) == {}
        with transaction():
            db.session.get_one(Person, world.ani).is_active = True
    again = sign_in(world.ani)
    for _lost_reply in range(2):
        assert send_all(lambda number: saving(again, number, page)) == [200] * 5
    with app.app_context():
        assert {n: each.choices for n, each in queries.answers(attempt_id).items()} == {
            number: ["b"] for number in range(1, 6)
        }
        assert db.session.scalar(sa.select(sa.func.count(AnswerEvent.id))) == 5
