"""Two people change parallel quizzes in the same moment: one wins, nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lms.db import db, transaction
from quizzes.bank.models import Quiz
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, TESTS, page

pytestmark = pytest.mark.faults
ROUNDS = 4
FIELDS = {
    "attempts": "2", "pass_mark": "70", "draw": "", "wrong_cost": "100", "score_shown": "at_once",
    "answers_shown": "never", "explanations_shown": "never", "shown_from": "",
}  # fmt: skip


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


def revision(browser, address) -> str:
    return page(browser.get(address)).split('name="revision"')[1].split('value="')[1].split('"')[0]


def test_both_of_a_pair_at_once_stay_alike(app, world, sign_in):
    pair = [
        quiz_factories.make_quiz(app, world.training_id, key) for key in ("tes-akhir", "tes-lain")
    ]
    with app.app_context(), transaction():
        for own, other in (pair, reversed(pair)):
            db.session.get_one(Quiz, own).parallel_id = other
    people = [sign_in(world.budi), sign_in(world.citra)]
    tokens = [each.csrf_token() for each in people]
    addresses = [f"{TESTS}/kelola/{key}/atur" for key in ("tes-akhir", "tes-lain")]
    for place in range(ROUNDS):
        gate = Barrier(2)
        seen = [revision(*each) for each in zip(people, addresses, strict=True)]

        def save(n, seen=seen, gate=gate, place=place):
            form = {"csrf_token": tokens[n], "revision": seen[n], "minutes": 30 + 2 * place + n}
            gate.wait(timeout=30)
            return people[n].client.post(addresses[n], data={**FIELDS, **form}).status_code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(save, range(2))) == [303, 409]
        with app.app_context():
            first, second = (db.session.get_one(Quiz, each).minutes for each in pair)
        assert first == second
