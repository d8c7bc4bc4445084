"""Many at once: attempt numbers, one submission, and answers while a quiz is closed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry, first_broken
from lms.db import db
from quizzes.attempts import papers, queries, scoring
from quizzes.attempts.models import Answer, AnswerEvent
from tests import factories, quiz_factories
from tests.quiz_factories import POST_TEST

WRITERS = 8

pytestmark = pytest.mark.faults


@pytest.fixture
def tabs(app, sign_in, world):
    """`tabs(person_id, count)`: browsers of one person, each with its token."""

    def open_tabs(person_id, count=WRITERS):
        browsers = [sign_in(person_id) for _ in range(count)]
        return [(browser.client, browser.csrf_token()) for browser in browsers]

    return open_tabs


def all_at_once(tasks: list[Callable[[], object]]) -> list[object]:
    """Run every task in a thread of its own, let go at the same moment."""
    gate = Barrier(len(tasks))

    def run(task):
        gate.wait(timeout=30)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def post(tab, path, **fields):
    client, token = tab
    return client.post(f"{POST_TEST}/{path}", data={"csrf_token": token, **fields}).status_code


def put(tab, number, choices, sequence, **stamp):
    client, token = tab
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    body = {"attempt": 1, "sequence": sequence, "choices": choices, **stamp}
    return client.put(f"{POST_TEST}/jawaban/{number}", json=body, headers=headers).status_code


def count(app, statement):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(statement.subquery()))


def test_starting_eight_times_at_once_begins_one_attempt(app, world, tabs):
    quiz_factories.make_quiz(app, world.training_id)
    statuses = all_at_once([lambda tab=tab: post(tab, "mulai") for tab in tabs(world.ani)])
    assert set(statuses) == {303}
    assert [each.number for each in quiz_factories.attempts(app)] == [1]


def test_starting_and_submitting_at_once_never_gives_a_third_attempt(app, world, tabs):
    quiz_factories.make_quiz(app, world.training_id, attempts=2)

    def hurry(tab):
        return [
            status
            for number in (1, 2, 3)
            for status in (post(tab, "mulai"), post(tab, "kumpulkan", pengerjaan=number))
        ]

    statuses = all_at_once([lambda tab=tab: hurry(tab) for tab in tabs(world.ani)])
    assert {status for each in statuses for status in each} == {303}
    attempts = quiz_factories.attempts(app)
    assert [each.number for each in attempts] == [1, 2]
    assert all(each.receipt for each in attempts)


def test_submitting_eight_times_at_once_gives_one_receipt(app, world, tabs):
    quiz = quiz_factories.make_quiz(app, world.training_id)
    quiz_factories.sit(app, quiz, world.ani_seat, right=2, is_submitted=False)
    tasks = [lambda tab=tab: post(tab, "kumpulkan", pengerjaan=1) for tab in tabs(world.ani)]
    assert set(all_at_once(tasks)) == {303}
    submitted = sa.select(AuditEntry.id).where(AuditEntry.action == "attempt.submitted")
    assert count(app, submitted) == 1
    with app.app_context():
        assert first_broken() is None


def test_c082_a_double_click_is_one_submission_and_one_attempt_used(app, world, tabs):
    quiz = quiz_factories.make_quiz(app, world.training_id, attempts=1)
    quiz_factories.sit(app, quiz, world.ani_seat, right=3, is_submitted=False)
    tasks = [lambda tab=tab: post(tab, "kumpulkan", pengerjaan=1) for tab in tabs(world.ani, 2)]
    assert all_at_once(tasks) == [303, 303]
    (attempt,) = quiz_factories.attempts(app)
    assert (attempt.number, attempt.score) == (1, 10_000)
    submitted = sa.select(AuditEntry.id).where(AuditEntry.action == "attempt.submitted")
    assert count(app, submitted) == 1


def test_of_eight_answers_at_once_the_newest_stays(app, world, tabs):
    quiz = quiz_factories.make_quiz(app, world.training_id)
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    tasks = [
        lambda tab=tab, sequence=sequence: put(tab, 1, ["abcd"[sequence % 4]], sequence)
        for sequence, tab in enumerate(tabs(world.ani), start=1)
    ]
    assert set(all_at_once(tasks)) <= {200, 409}
    with app.app_context():
        given = queries.answers(attempt_id)[1]
        assert (given.choices, given.sequence) == (["a"], WRITERS)
    assert count(app, sa.select(AnswerEvent.id)) == WRITERS


def test_of_one_save_sent_eight_times_at_once_one_is_logged(app, world, tabs):
    quiz = quiz_factories.make_quiz(app, world.training_id)
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    stamp = {"key": str(uuid4()), "page": str(uuid4()), "made_at": 1706662800}
    tasks = [lambda tab=tab: put(tab, 1, ["b"], 1, **stamp) for tab in tabs(world.ani)]
    assert set(all_at_once(tasks)) == {200}
    with app.app_context():
        assert queries.answers(attempt_id)[1].choices == ["b"]
    assert count(app, sa.select(AnswerEvent.id)) == 1


def test_one_key_for_two_answers_at_once_stores_one_of_them(app, world, tabs):
    quiz = quiz_factories.make_quiz(app, world.training_id)
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    other_id = quiz_factories.sit(app, quiz, world.agus_seat, is_submitted=False)
    key = str(uuid4())
    tasks = [
        lambda tab=tab: put(tab, 1, ["b"], 1, key=key)
        for who in (world.ani, world.agus)
        for tab in tabs(who, 1)
    ]
    assert sorted(all_at_once(tasks)) == [200, 422]
    with app.app_context():
        stored = [queries.answers(each) for each in (attempt_id, other_id)]
    assert sorted(len(each) for each in stored) == [0, 1]
    assert count(app, sa.select(AnswerEvent.id)) == 1


def test_every_answer_confirmed_while_the_quiz_is_closed_is_in_the_score(app, world, tabs):
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=10)
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    (trainer,) = tabs(world.budi, 1)

    def answer(tab, numbers):
        return [(number, put(tab, number, ["b"], 1)) for number in numbers]

    def close():
        client, token = trainer
        address = "/pelatihan/bimtek-uji/tes/kelola/tes-akhir/tutup"
        return client.post(address, data={"csrf_token": token}).status_code

    ani = tabs(world.ani, 5)
    tasks = [
        lambda tab=tab, place=place: answer(tab, (place, place + 5))
        for place, tab in enumerate(ani, start=1)
    ]
    *answered, closed = all_at_once([*tasks, close])
    assert closed == 303
    confirmed = {number for each in answered for number, status in each if status == 200}
    attempt = quiz_factories.attempt(app, attempt_id)
    with app.app_context():
        stored = {n: given.choices for n, given in queries.answers(attempt_id).items()}
    assert set(stored) == confirmed
    assert attempt.score == scoring.score(papers.thaw(attempt.paper), stored).score
    assert attempt.score == 1000 * len(confirmed)


def test_c139_thirty_four_trainees_answer_ten_questions_at_once(app, world, sign_in):
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=10)
    seats = factories.make_trainees(app, world.training_id, 34)
    for seat in seats:
        quiz_factories.sit(app, quiz, seat, is_submitted=False)
    with app.app_context():
        from courses.trainings.models import Enrolment  # noqa: PLC0415

        people = [db.session.get_one(Enrolment, seat).person_id for seat in seats]
    tabs = [(browser.client, browser.csrf_token()) for browser in map(sign_in, people)]

    def answer_all(tab):
        return {put(tab, number, ["b"], 1) for number in range(1, 11)}

    assert set.union(*all_at_once([lambda tab=tab: answer_all(tab) for tab in tabs])) == {200}
    assert count(app, sa.select(Answer.id)) == 340
