"""Marks are added, the last one settles the attempt, a correction says why."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms.audit import AuditEntry, first_broken
from lms.db import db, transaction
from quizzes.attempts import marks
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import AnswerMark
from quizzes.attempts.services import submit_attempt
from quizzes.marking import services
from quizzes.marking.services import Judgement, OwnAnswerError, StaleMarkError
from tests import quiz_factories
from tests.factories import Role, enrol
from tests.quiz_factories import NINE


@pytest.fixture
def mark(app, world):
    def give(attempt_id, number, points, revision=0, *, by=None, comment="", reason=""):
        said = Judgement(points, comment, revision, reason)
        with app.app_context(), transaction(lock_of(attempt_id)):
            return services.mark_answer(
                attempt_id, number, said, marker_id=by or world.budi, at=NINE
            )

    return give


def entries(app):
    with app.app_context():
        statement = sa.select(AuditEntry).where(AuditEntry.action.like("answer.%"))
        statement = statement.order_by(AuditEntry.id)
        assert first_broken() is None
        return [(row.action, row.reason, row.details) for row in db.session.scalars(statement)]


def test_the_last_mark_settles_the_attempt(world, hand_in, mark, score):
    attempt, essay, case = hand_in(world.ani_seat)
    assert score(attempt) == (None, None)
    mark(attempt, essay, 150)
    assert score(attempt) == (None, None)
    mark(attempt, case, 33)
    assert score(attempt) == (383, 7660)


def test_the_score_is_rounded_once(app, world, hand_in, mark, score):
    quiz = quiz_factories.make_quiz(
        app, world.training_id, "tiga",
        questions=[
            quiz_factories.of_kind("essay"),
            quiz_factories.of_kind(
                "matching", pairs=[{"left": str(n), "right": str(n)} for n in range(3)]
            ),
            quiz_factories.question("tiga-c"),
        ],
    )  # fmt: skip
    attempt = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    with app.app_context(), transaction():
        paper = quiz_factories.attempt(app, attempt).paper["questions"]
        number = {each["kind"]: place for place, each in enumerate(paper, start=1)}
        pair = paper[number["matching"] - 1]["correct"][:1]
        save_answer(attempt, number["essay"], ["Esai."], sequence=1, at=NINE)
        save_answer(attempt, number["matching"], pair, sequence=1, at=NINE)
        submit_attempt(attempt, actor_id=None, at=NINE)
    mark(attempt, number["essay"], 33)
    assert score(attempt) == (66, 2211)  # 33 + 33,33 of 300


def test_an_essay_that_was_not_written_earns_nothing_and_waits_for_nobody(
    world, hand_in, mark, score
):
    attempt, essay, case = hand_in(world.ani_seat, "")
    mark(attempt, case, 100)
    assert score(attempt) == (300, 6000)
    with pytest.raises(ValueError, match="waits for nobody"):
        mark(attempt, essay, 100)


def test_a_correction_settles_again_and_is_audited_with_what_was_before(
    app, world, hand_in, mark, score
):
    attempt, essay, _case = hand_in(world.ani_seat, case="")
    mark(attempt, essay, 50)
    assert score(attempt) == (250, 5000)
    mark(attempt, essay, 200, 1, by=world.citra, reason="Salah baca.")
    assert score(attempt) == (400, 8000)
    first, second = entries(app)
    assert (first[0], first[2]["points"], first[2]["score"]) == ("answer.marked", 50, 5000)
    assert second[:2] == ("answer.mark_corrected", "Salah baca.")
    assert second[2] == {
        "attempt_id": attempt, "question": essay, "points": 200, "score": 8000,
        "points_before": 50, "score_before": 5000,
    }  # fmt: skip
    with app.app_context():
        assert marks.in_force(attempt)[essay].points == 200


@pytest.mark.parametrize(
    ("points", "revision", "reason"), [(100, 1, ""), (201, 1, "Sebab."), (-1, 1, "Sebab.")]
)
def test_a_correction_without_a_reason_or_out_of_range_is_refused(
    world, hand_in, mark, score, points, revision, reason
):
    attempt, essay, _case = hand_in(world.ani_seat, case="")
    mark(attempt, essay, 50)
    with pytest.raises(ValueError, match=r"a correction|from nothing"):
        mark(attempt, essay, points, revision, reason=reason)
    assert score(attempt) == (250, 5000)


def test_the_same_form_twice_is_one_mark(app, world, hand_in, mark):
    attempt, essay, _case = hand_in(world.ani_seat)
    assert mark(attempt, essay, 50).id == mark(attempt, essay, 50).id
    assert len(entries(app)) == 1


def test_a_stale_form_is_refused(world, hand_in, mark):
    attempt, essay, _case = hand_in(world.ani_seat)
    mark(attempt, essay, 50)
    for by, points, revision in ((world.citra, 50, 0), (world.budi, 60, 0), (world.budi, 60, 2)):
        with pytest.raises(StaleMarkError):
            mark(attempt, essay, points, revision, by=by, reason="Sebab.")


def test_nobody_marks_the_own_answer(app, world, hand_in, mark):
    enrol(app, world.training_id, world.ani, Role.TRAINER)
    attempt, essay, _case = hand_in(world.ani_seat)
    with pytest.raises(OwnAnswerError):
        mark(attempt, essay, 200, by=world.ani)


def test_an_open_attempt_is_not_marked(app, world, quiz, mark):
    attempt = quiz_factories.sit(app, quiz, world.ani_seat, is_submitted=False)
    with pytest.raises(ValueError, match="waits for nobody"):
        mark(attempt, 1, 0)


@pytest.mark.parametrize(
    "statement", [sa.update(AnswerMark).values(points=0), sa.delete(AnswerMark)]
)
def test_the_database_itself_keeps_marks_as_they_are(app, world, hand_in, mark, statement):
    attempt, essay, _case = hand_in(world.ani_seat)
    mark(attempt, essay, 50)
    with app.app_context(), pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
        db.session.execute(statement)
