"""What an open page and the server say to each other: keys, late answers, beats, the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry
from lms.db import db
from quizzes.attempts import queries
from quizzes.attempts.models import AnswerEvent
from tests import quiz_factories
from tests.quiz_factories import NINE, POST_TEST

KEY = "6f0a3c52-0d6e-4b0e-9d3b-7a51a2f1c001"
OTHER_KEY = "6f0a3c52-0d6e-4b0e-9d3b-7a51a2f1c002"
PAGE = "6f0a3c52-0d6e-4b0e-9d3b-7a51a2f1c003"
MADE_AT = 1706662800


@pytest.fixture
def attempt_id(app, world, quiz):
    return quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)


@pytest.fixture
def send(sign_in, world):
    """`send(path, method, **body)` is one request of Ani's open page."""
    browser = sign_in(world.ani)
    headers = {"X-CSRFToken": browser.csrf_token(), "Accept": "application/json"}

    def request(path, method="PUT", **body):
        response = browser.client.open(
            f"{POST_TEST}/{path}", method=method, json=body, headers=headers
        )
        return response.status_code, response.get_json()

    return request


@pytest.fixture
def save(send):
    def request(number=1, choices=("b",), *, sequence=1, attempt=1, key=KEY, page=PAGE, **more):
        body = {"attempt": attempt, "sequence": sequence, "choices": choices, "key": key, **more}
        return send(f"jawaban/{number}", **body, page=page)

    return request


@pytest.fixture
def events(app):
    def read():
        with app.app_context():
            return list(db.session.scalars(sa.select(AnswerEvent).order_by(AnswerEvent.id)))

    return read


@pytest.fixture
def stored(app, attempt_id):
    def read():
        with app.app_context():
            return {n: each.choices for n, each in queries.answers(attempt_id).items()}

    return read


def test_what_the_phone_says_of_a_save_is_logged_with_it(save, attempt_id, events):
    assert save(made_at=MADE_AT)[0] == 200
    (event,) = events()
    assert (event.key, event.page) == (KEY, PAGE)
    assert event.made_at == datetime.fromtimestamp(MADE_AT, UTC)


def test_a_save_with_a_key_costs_four_statements_too(save, attempt_id, statements):
    with statements() as seen:
        save(made_at=MADE_AT)
    assert len(seen) <= 4, seen
    with statements() as seen:
        save(choices=["c"], sequence=2, key=OTHER_KEY, made_at=MADE_AT)
    assert len(seen) <= 4, seen


def test_the_same_save_twice_is_told_the_same_and_logged_once(save, attempt_id, events, at):
    first = save(made_at=MADE_AT)
    at(NINE + timedelta(minutes=3))
    status, reply = save(made_at=MADE_AT)
    assert (status, reply | {"remaining": 1200}) == first
    assert reply["remaining"] == 1020
    assert len(events()) == 1


def test_a_repeat_after_a_newer_answer_is_still_told_the_same(save, attempt_id, events, stored):
    first = save()
    save(choices=["c"], sequence=2, key=OTHER_KEY)
    assert save() == first
    assert stored() == {1: ["c"]}
    assert len(events()) == 2


def test_a_repeat_after_the_end_is_told_that_it_was_in_time(save, send, attempt_id, events):
    first = save()
    send("kumpulkan", "POST", attempt=1)
    assert save() == first
    assert len(events()) == 1


def test_a_stale_save_sent_twice_is_stale_twice_and_logged_once(save, attempt_id, events):
    save(choices=["c"], sequence=2, key=OTHER_KEY)
    first = save()
    assert (first[0], first[1]["error"]) == (409, "stale")
    assert save() == first
    assert [event.is_stale for event in events()] == [False, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"choices": ["c"]},
        {"sequence": 2},
        {"number": 2},
        {"page": OTHER_KEY},
        {"made_at": MADE_AT + 1},
        {"choices": ["c"], "sequence": 9},
    ],
)
def test_the_key_of_another_answer_changes_nothing(save, attempt_id, stored, events, changes):
    save(made_at=MADE_AT)
    status, reply = save(**{"made_at": MADE_AT, **changes})
    assert status == 422
    assert reply["message"]
    assert stored() == {1: ["b"]}
    assert len(events()) == 1


@pytest.mark.parametrize("key", ["", "x", 7, [KEY], KEY + "0"])
def test_what_is_no_key_is_refused(save, attempt_id, stored, key):
    assert save(key=key)[0] == 422
    assert stored() == {}


@pytest.mark.parametrize("made_at", [None, "x", 0, -5, 10**12, True, 1.5])
def test_a_phone_whose_clock_is_mad_keeps_its_answer(save, attempt_id, stored, events, made_at):
    assert save(made_at=made_at, page="no page")[0] == 200
    assert stored() == {1: ["b"]}
    (event,) = events()
    assert (event.made_at, event.page) == (None, "")


def test_t9_a_page_of_before_that_knows_no_keys_is_served_as_ever(save, attempt_id, stored, events):
    assert save(key=None, page=None)[0] == 200
    assert save(key=None, page=None)[0] == 200  # its reply was lost
    assert save(key=None, page=None, choices=["c"])[0] == 409
    assert stored() == {1: ["b"]}
    assert [event.key for event in events()] == [None, None, None]


# --- After the end -------------------------------------------------------------------------------


def test_what_arrives_after_the_end_is_logged_and_not_in_force(
    app, save, send, attempt_id, stored, events, at
):
    send("kumpulkan", "POST", attempt=1)
    at(NINE + timedelta(minutes=1))
    for _ in range(2):
        status, reply = save()
        assert (status, reply["error"]) == (409, "closed")
        assert reply["receipt"] == quiz_factories.attempt(app, attempt_id).receipt
    (event,) = events()
    assert event.is_stale
    assert event.received_at > quiz_factories.attempt(app, attempt_id).submitted_at
    assert stored() == {}


def test_what_arrives_for_an_attempt_of_before_is_logged_there(app, save, world, quiz, events):
    first = quiz_factories.sit(app, quiz, world.ani_seat)
    second = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    status, reply = save()
    assert (status, reply["error"], reply["result"]) == (409, "closed", f"{POST_TEST}/hasil/1")
    assert [(event.attempt_id, event.is_stale) for event in events()] == [(first, True)]
    with app.app_context():
        assert queries.answers(second) == {}


def test_an_attempt_that_was_never_begun_is_not_found(save, attempt_id, events):
    assert save(attempt=2)[0] == 404
    assert events() == []


# --- Beats and the end ---------------------------------------------------------------------------


def test_a_beat_tells_the_time_and_is_noted(app, send, attempt_id, at, statements):
    at(NINE + timedelta(minutes=5))
    with statements() as seen:
        status, reply = send("denyut", "POST", attempt=1, page=PAGE)
    assert status == 200
    assert (reply["remaining"], reply["attempt"], reply["is_submitted"]) == (900, 1, False)
    assert reply["csrf_token"]
    assert quiz_factories.attempt(app, attempt_id).seen_at == NINE + timedelta(minutes=5)
    assert len(seen) <= 4, seen


def test_a_beat_of_another_attempt_or_after_the_end_notes_nothing(app, send, attempt_id):
    assert send("denyut", "POST", attempt=2)[1]["attempt"] == 1
    assert quiz_factories.attempt(app, attempt_id).seen_at is None
    send("kumpulkan", "POST", attempt=1)
    assert send("denyut", "POST", attempt=1)[1]["is_submitted"] is True
    assert quiz_factories.attempt(app, attempt_id).seen_at is None


def test_only_the_own_page_beats(app, sign_in, world, attempt_id):
    for who, status in ((world.agus, 404), (world.dewi, 404), (world.budi, 403)):
        browser = sign_in(who)
        headers = {"X-CSRFToken": browser.csrf_token(), "Accept": "application/json"}
        response = browser.client.post(f"{POST_TEST}/denyut", json={"attempt": 1}, headers=headers)
        assert response.status_code == status
    assert quiz_factories.attempt(app, attempt_id).seen_at is None


def test_a_phone_hands_in_once_however_often_it_asks(app, save, send, attempt_id):
    save()
    first = send("kumpulkan", "POST", attempt=1)
    assert first == send("kumpulkan", "POST", attempt=1)
    receipt = quiz_factories.attempt(app, attempt_id).receipt
    assert first == (
        200,
        {
            "receipt": receipt,
            "submitted_at": "09.00",
            "answered": 1,
            "result": f"{POST_TEST}/hasil/1",
        },
    )
    submitted = sa.select(AuditEntry).where(AuditEntry.action == "attempt.submitted")
    with app.app_context():
        assert len(db.session.scalars(submitted).all()) == 1
