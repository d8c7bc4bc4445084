"""Saving answers as the page's script does: one request for every tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms.db import db
from quizzes.attempts import queries
from quizzes.attempts.models import AnswerEvent
from tests import quiz_factories
from tests.quiz_factories import NINE, POST_TEST


@pytest.fixture
def quiz(app, world):
    return quiz_factories.make_quiz(app, world.training_id, questions=10)


@pytest.fixture
def attempt_id(app, world, quiz):
    return quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)


@pytest.fixture
def tap(sign_in, world):
    """`tap(number, choices)` sends one answer of Ani's and returns status and reply."""
    browser = sign_in(world.ani)
    token = browser.csrf_token()

    def send(number, choices=("b",), *, sequence=1, attempt=1):
        data = {"attempt": attempt, "sequence": sequence, "choices": choices}
        response = browser.client.put(
            f"{POST_TEST}/jawaban/{number}",
            json=data,
            headers={"X-CSRFToken": token, "Accept": "application/json"},
        )
        return response.status_code, response.get_json()

    return send


@pytest.fixture
def stored(app, attempt_id):
    def read():
        with app.app_context():
            given = queries.answers(attempt_id)
            return {number: (each.choices, each.sequence) for number, each in given.items()}

    return read


@pytest.fixture
def events(app, attempt_id):
    def read():
        with app.app_context():
            rows = db.session.scalars(sa.select(AnswerEvent).order_by(AnswerEvent.id))
            return [(row.question_number, row.choices, row.is_stale) for row in rows]

    return read


def test_a_saved_answer_is_confirmed_with_the_servers_time(tap, attempt_id, stored, events, at):
    at(NINE + timedelta(minutes=2))
    status, reply = tap(4)
    assert status == 200
    assert reply == {"saved_at": "09.02", "sequence": 1, "choices": ["b"], "remaining": 1080}
    assert stored() == {4: (["b"], 1)}
    assert events() == [(4, ["b"], False)]


def test_a_save_costs_four_statements(tap, attempt_id, statements):
    with statements() as seen:
        tap(4)
    assert len(seen) <= 4, seen
    with statements() as seen:
        tap(4, ["c"], sequence=2)
    assert len(seen) <= 4, seen


def test_an_older_answer_that_arrives_late_never_overwrites(tap, attempt_id, stored, events):
    tap(4, ["c"], sequence=2)
    status, reply = tap(4, ["a"], sequence=1)
    assert status == 409
    assert (reply["error"], reply["choices"], reply["sequence"]) == ("stale", ["c"], 2)
    assert stored() == {4: (["c"], 2)}
    assert events() == [(4, ["c"], False), (4, ["a"], True)]


def test_a_lost_reply_can_be_asked_for_again(tap, attempt_id, stored):
    first = tap(4)
    assert tap(4) == first
    assert stored() == {4: (["b"], 1)}


def test_two_different_answers_with_one_number_are_a_conflict(tap, attempt_id, stored):
    tap(4, ["b"])
    assert tap(4, ["c"])[0] == 409
    assert stored() == {4: (["b"], 1)}


def test_after_the_submission_the_reply_names_time_and_receipt(tap, app, world, quiz, stored):
    attempt_id = quiz_factories.sit(app, quiz, world.ani_seat)
    status, reply = tap(4)
    assert status == 409
    assert reply["error"] == "closed"
    assert reply["submitted_at"] == "09.00"
    assert reply["receipt"] == quiz_factories.attempt(app, attempt_id).receipt
    assert reply["result"] == f"{POST_TEST}/hasil/1"


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (29, 200), (30, 409), (3600, 409)])
def test_half_a_minute_after_the_deadline_is_too_late(tap, app, attempt_id, at, seconds, status):
    at(NINE + timedelta(minutes=20, seconds=seconds))
    assert tap(4)[0] == status
    attempt = quiz_factories.attempt(app, attempt_id)
    assert (attempt.submitted_at is not None) == (status == 409)
    if status == 409:
        assert attempt.submitted_at == NINE + timedelta(minutes=20)
        assert tap(5)[1]["receipt"] == attempt.receipt


def test_an_answer_of_the_attempt_before_is_not_written_into_the_next(tap, app, world, quiz):
    quiz_factories.sit(app, quiz, world.ani_seat)
    second = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    status, reply = tap(4, attempt=1)
    assert (status, reply["error"], reply["result"]) == (409, "closed", f"{POST_TEST}/hasil/1")
    with app.app_context():
        assert queries.answers(second) == {}
    assert tap(4, attempt=2)[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        {"choices": ["z"]},
        {"choices": ["a", "b"]},
        {"choices": "b"},
        {"choices": [1]},
        {"choices": None},
        {"sequence": 0},
        {"sequence": True},
        {"sequence": "1"},
        {"sequence": 10**12},
        {"attempt": "1"},
        {"attempt": None},
        {"attempt": 10**20},
    ],
)
def test_what_cannot_be_an_answer_is_refused(tap, attempt_id, stored, body):
    status, reply = tap(4, **body)
    assert status == 422
    assert reply["message"]
    assert stored() == {}


def test_what_is_no_json_is_refused(sign_in, world, attempt_id):
    browser = sign_in(world.ani)
    headers = {"X-CSRFToken": browser.csrf_token(), "Accept": "application/json"}
    for content in (b"", b"{", b"[]", b'"b"'):
        response = browser.client.put(f"{POST_TEST}/jawaban/4", data=content, headers=headers)
        assert response.status_code == 422


@pytest.mark.parametrize("number", [0, 11, 99999999999])
def test_a_question_outside_the_paper_is_not_found(tap, attempt_id, number):
    assert tap(number)[0] == 404


def test_only_the_own_attempt_can_be_written(app, sign_in, world, attempt_id, stored):
    for who, status in ((world.agus, 404), (world.dewi, 404), (world.budi, 403)):
        browser = sign_in(who)
        headers = {"X-CSRFToken": browser.csrf_token(), "Accept": "application/json"}
        body = {"attempt": 1, "sequence": 1, "choices": ["b"]}
        response = browser.client.put(f"{POST_TEST}/jawaban/4", json=body, headers=headers)
        assert response.status_code == status
    assert stored() == {}


def test_without_a_token_or_a_session_nothing_is_saved(app, sign_in, world, attempt_id, stored):
    body = {"attempt": 1, "sequence": 1, "choices": ["b"]}
    address, headers = f"{POST_TEST}/jawaban/4", {"Accept": "application/json"}
    assert sign_in(world.ani).client.put(address, json=body, headers=headers).status_code == 400
    assert app.test_client().put(address, json=body, headers=headers).status_code == 400
    assert stored() == {}


def test_a_page_that_comes_back_gets_the_time_and_a_token_that_works(
    app, sign_in, world, attempt_id, stored, at
):
    browser = sign_in(world.ani)
    at(NINE + timedelta(minutes=5))
    reply = browser.get(f"{POST_TEST}/waktu", headers={"Accept": "application/json"}).get_json()
    assert (reply["remaining"], reply["attempt"], reply["is_submitted"]) == (900, 1, False)
    response = browser.client.put(
        f"{POST_TEST}/jawaban/4",
        json={"attempt": 1, "sequence": 1, "choices": ["b"]},
        headers={"X-CSRFToken": reply["csrf_token"], "Accept": "application/json"},
    )
    assert response.status_code == 200
    assert stored() == {4: (["b"], 1)}


def test_a_signed_out_page_is_told_to_sign_in(app, attempt_id):
    response = app.test_client().get(f"{POST_TEST}/waktu", headers={"Accept": "application/json"})
    assert response.status_code == 401
