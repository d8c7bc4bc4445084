"""Phones that sit a test over a connection that breaks, and the list of what they were told.

A phone sends an answer until the server confirms it, under the same key each time. What it was
told is kept here, apart from any database: that list is the truth a test compares with.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from courses.trainings.models import Enrolment
from lms import clock
from lms.db import db, transaction
from lms.people import session
from quizzes.attempts import queries
from quizzes.attempts.models import AnswerEvent
from tests import factories, quiz_factories
from tests.bench.world import session_of
from tests.quiz_factories import POST_TEST

PATIENCE = 120  # seconds until an answer must have been confirmed
SEEDS = range(1, int(os.environ.get("FAULT_SEEDS") or 1) + 1)
IS_WHOLE = "FAULT_SEEDS" in os.environ  # asked for: every size as large as it was promised


@dataclass
class Phone:
    """One trainee's phone; `told` is by question the sequence and the choices last confirmed."""

    port: int
    attempt_id: int
    cookie: str
    csrf: str
    mood: Random
    told: dict[int, tuple[int, list[str]]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    tries: int = 0
    confirmed: int = 0

    def answer_all(self, questions: int) -> None:
        """Answer every question, and change every fifth answer afterwards."""
        for number in range(1, questions + 1):
            self.save(number, sequence=1)
        for number in range(5, questions + 1, 5):
            self.save(number, sequence=2)

    def save(self, number: int, *, sequence: int) -> None:
        key = str(UUID(int=self.mood.getrandbits(128), version=4))
        choices = [self.mood.choice("abcd")]
        self.keys.append(key)
        body = {
            "attempt": 1,
            "key": key,
            "page": str(UUID(int=self.attempt_id, version=4)),
            "sequence": sequence,
            "choices": choices,
            "made_at": int(time.time()),
        }
        until = time.monotonic() + PATIENCE
        while not self._is_confirmed(number, body):
            assert time.monotonic() < until, (number, key)
        self.told[number] = (sequence, choices)
        self.confirmed += 1

    def _is_confirmed(self, number: int, body: dict[str, object]) -> bool:
        self.tries += 1
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Cookie": self.cookie, "X-CSRFToken": self.csrf,
            "Content-Type": "application/json", "Accept": "application/json",
        }  # fmt: skip
        try:
            connection.request("PUT", f"{POST_TEST}/jawaban/{number}", json.dumps(body), headers)
            reply = connection.getresponse()
            text = reply.read()
        except (OSError, HTTPException):
            return False  # nobody was there, or the reply was lost on the way
        finally:
            connection.close()
        if reply.status >= 500:
            return False
        assert reply.status == 200, (reply.status, text)
        assert json.loads(text)["sequence"] == body["sequence"]
        return True


def make_phones(app: Flask, count: int, questions: int, *, seed: int) -> list[Phone]:
    """Trainees who are signed in and have begun; the times are those of the machine."""
    world = factories.make_world(app)
    quiz = quiz_factories.make_quiz(app, world.training_id, questions=questions)
    seats = factories.make_trainees(app, world.training_id, count)
    phones = []
    for seat in seats:
        attempt = quiz_factories.sit(app, quiz, seat, at=clock.now(), is_submitted=False)
        with app.app_context(), transaction():
            person = db.session.get_one(Enrolment, seat).person_id
            token = session.add_row(person, at=clock.now(), hours=12, network="", browser="test")
        phones.append(Phone(0, attempt, *session_of(app, token), Random(seed * 1000 + seat)))
    return phones


def answer_together(phones: list[Phone], port: int, questions: int) -> None:
    for phone in phones:
        phone.port = port
    with ThreadPoolExecutor(len(phones)) as room:
        for done in [room.submit(phone.answer_all, questions) for phone in phones]:
            done.result()


def assert_nothing_lost_or_doubled(app: Flask, phones: list[Phone], questions: int) -> None:
    keys = Counter(key for phone in phones for key in phone.keys)
    assert set(keys.values()) == {1}
    with app.app_context():
        for phone in phones:
            assert len(phone.told) == questions
            given = queries.answers(phone.attempt_id).items()
            stored = {number: (each.sequence, each.choices) for number, each in given}
            assert stored == phone.told
        events = db.session.execute(sa.select(AnswerEvent.key, AnswerEvent.is_stale)).all()
        assert Counter(key for key, _is_stale in events) == keys
        assert not any(is_stale for _key, is_stale in events)
