"""Two sheets of one trainee finished at the same moment, and one sheet sent twice."""

from __future__ import annotations

import pytest

from courses.trainings.models import Role
from tests import factories
from tests.quizzes.attempts.test_races import all_at_once
from tests.quizzes.practice.test_views import GOOD, filled

pytestmark = pytest.mark.faults


def test_two_trainers_finish_at_once_and_one_sheet_comes_twice(app, world, url, sign_in, observed):
    gusti = factories.make_person(app, "Gusti Rahman")
    factories.enrol(app, world.training_id, gusti, Role.TRAINER)
    people = [sign_in(world.budi), sign_in(gusti)]
    tokens = [person.csrf_token() for person in people]
    forms = [filled(GOOD, action="finish") | {"csrf_token": token} for token in tokens]
    sheet = f"{url}/{world.ani_seat}/amati"

    def send(place):
        return people[place].client.post(sheet, data=forms[place]).status_code

    statuses = all_at_once([lambda place=place: send(place) for place in (0, 1, 0, 1)])
    assert statuses == [303] * 4
    assert sorted(row.number for row in observed(world.ani_seat)) == [1, 2]
    assert {row.observer_id for row in observed(world.ani_seat)} == {world.budi, gusti}
