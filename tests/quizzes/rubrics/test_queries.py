from __future__ import annotations

from datetime import UTC, datetime

import pytest

from courses.fieldwork.models import Commitment, PlanState, PlanSubmission, WorkPlan
from courses.fieldwork.queries import has_signed_commitment, signed_commitments
from lms.db import db, transaction
from quizzes.rubrics.models import Assessment, AssessmentState, Rubric
from quizzes.rubrics.queries import PlanResult, plan_result_of, plan_results
from tests import factories

AT = datetime(2024, 2, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def world(app):
    return factories.make_world(app)


def graded_plan(app, world, state, *grades):
    """Ani's plan, handed in once for each (state, score) of an assessment, or None for no grade."""
    with app.app_context(), transaction():
        rubric = Rubric(
            training_id=world.training_id, key="rencana-kerja", version=1, title="Rubrik",
            pass_mark=7000, content={}, content_hash="", created_at=AT,
        )  # fmt: skip
        plan = WorkPlan(enrolment_id=world.ani_seat, state=state, content={}, saved_at=AT)
        db.session.add_all([rubric, plan])
        db.session.flush()
        for number, grade in enumerate(grades, start=1):
            sent = PlanSubmission(plan_id=plan.id, number=number, content={}, sent_at=AT)
            db.session.add(sent)
            db.session.flush()
            if grade is not None:
                db.session.add(
                    Assessment(
                        submission_id=sent.id,
                        rubric_id=rubric.id,
                        assessor_id=world.budi,
                        levels={},
                        score=grade[1],
                        state=grade[0],
                        saved_at=AT,
                    )
                )


DRAFT, RELEASED = AssessmentState.DRAFT, AssessmentState.RELEASED


@pytest.mark.parametrize(
    ("state", "grades", "expected"),
    [
        (PlanState.DRAFT, [], PlanResult(False, None)),
        (PlanState.SENT, [None], PlanResult(False, None)),
        (PlanState.SENT, [(DRAFT, 9000)], PlanResult(False, None)),
        (PlanState.RETURNED, [(RELEASED, 6000)], PlanResult(False, 6000)),
        (PlanState.SENT, [(RELEASED, 6000), None], PlanResult(False, 6000)),
        (PlanState.SENT, [(RELEASED, 6000), (DRAFT, 9500)], PlanResult(False, 6000)),
        (PlanState.ACCEPTED, [(RELEASED, 6000), (RELEASED, 8250)], PlanResult(True, 8250)),
    ],
)
def test_the_newest_released_score_counts(app, world, state, grades, expected):
    graded_plan(app, world, state, *grades)
    with app.app_context():
        assert plan_results(world.training_id) == {world.ani_seat: expected}
        assert plan_result_of(world.ani_seat) == expected


def test_who_began_no_plan_has_no_result(app, world):
    with app.app_context():
        assert plan_results(world.training_id) == {}
        assert plan_result_of(world.agus_seat) == PlanResult(is_accepted=False, score=None)


def test_only_the_signed_commitments_of_the_training_are_named(app, world):
    other = factories.make_training(app, "bimtek-lain")[0]
    elsewhere = factories.enrol(app, other, world.agus, factories.Role.TRAINEE)
    with app.app_context():
        with transaction():
            for seat in (world.ani_seat, elsewhere):
                db.session.add(
                    Commitment(
                        enrolment_id=seat, version="1", html="", signed_name="A", signed_at=AT
                    )
                )
        assert signed_commitments(world.training_id) == {world.ani_seat}
        assert has_signed_commitment(world.ani_seat)
        assert not has_signed_commitment(world.agus_seat)
