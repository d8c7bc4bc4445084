"""Two people mark at the same moment: one answer, and two answers of one attempt."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.audit import first_broken
from lms.db import db
from quizzes.attempts.models import AnswerMark
from tests.quizzes.attempts.test_races import all_at_once
from tests.quizzes.marking.test_views import address

pytestmark = pytest.mark.faults


@pytest.fixture
def at_once(sign_in, world):
    def post(*marks):
        """Each (who, path, points) in a thread of its own; the statuses in order."""
        people = {who: sign_in(who) for who, _path, _points in marks}
        tokens = {who: browser.csrf_token() for who, browser in people.items()}

        def send(who, path, points):
            form = {"csrf_token": tokens[who], "revision": 0, "points": points}
            return people[who].client.post(path, data=form).status_code

        return all_at_once([lambda each=each: send(*each) for each in marks])

    return post


def test_of_two_marks_of_one_answer_one_stays_and_the_other_is_told(
    app, world, hand_in, at_once, score
):
    attempt, essay, _case = hand_in(world.ani_seat, case="", right=False)
    path = address(attempt, essay)
    statuses = at_once((world.budi, path, "1"), (world.citra, path, "2"))
    assert sorted(statuses) == [303, 409]
    winner = 100 if statuses[0] == 303 else 200
    assert score(attempt) == (winner, winner * 20)
    with app.app_context():
        assert db.session.scalars(sa.select(AnswerMark.points)).all() == [winner]
        assert first_broken() is None


def test_two_answers_of_one_attempt_marked_at_once_settle_it(world, hand_in, at_once, score):
    attempt, essay, case = hand_in(world.ani_seat)
    statuses = at_once(
        (world.budi, address(attempt, essay), "2"), (world.citra, address(attempt, case), "0,5")
    )
    assert statuses == [303, 303]
    assert score(attempt) == (450, 9000)
