"""Answers that arrive together: each person's once, and none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from courses.evaluation import queries, services
from courses.evaluation.models import EvaluationBox, EvaluationTicket
from courses.trainings.models import Role, Training
from courses.trainings.quota import Element
from lms.db import db, transaction
from tests import factories

pytestmark = pytest.mark.faults
FORM = {
    "key": "penyelenggaraan", "title": "Evaluasi", "about": "training", "introduction": "x",
    "items": [{"key": "bahan", "title": "Bahan", "levels": ["a", "b", "c", "d"]}],
    "open_question": "Saran?",
}  # fmt: skip


@pytest.fixture
def world(app):
    world = factories.make_world(app)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.source = {"evaluations": {"a.yaml": FORM}}
    return world


def together(app, world, seats) -> list[bool]:
    def one(place: int) -> bool:
        with app.app_context(), transaction(services.lock_of(world.training_id)):
            training = db.session.get_one(Training, world.training_id)
            (subject,) = queries.subjects_of(training)
            return services.cast(training, subject, seats[place], [1 + place % 4], f"{place}")

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(one, range(len(seats))))


def test_one_person_s_taps_make_one_answer(app, world):
    assert sorted(together(app, world, [world.ani_seat] * 6)) == [False] * 5 + [True]
    with app.app_context():
        assert len(db.session.scalars(sa.select(EvaluationBox)).one().ballots) == 1
        assert len(list(db.session.scalars(sa.select(EvaluationTicket)))) == 1


def test_a_whole_room_s_answers_all_get_in(app, world):
    seats = [
        factories.enrol(
            app, world.training_id, factories.make_person(app, f"Peserta {chr(65 + number)}"),
            Role.TRAINEE, element=Element.PROVINCIAL_OFFICER,
        )
        for number in range(12)
    ]  # fmt: skip
    assert all(together(app, world, seats))
    with app.app_context():
        box = db.session.scalars(sa.select(EvaluationBox)).one()
    assert sorted(box.ballots) == [[level] for level in (1, 2, 3, 4) for _each in range(3)]
    assert sorted(box.comments, key=int) == [str(number) for number in range(12)]
