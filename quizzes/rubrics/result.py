"""What rubrics add to other pages: the result on the work plan, the work left on the home page."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import PlanState
from courses.trainings.models import Role
from lms.db import db
from lms.panels import Context
from lms.people.models import Person
from quizzes.rubrics.loader import newest_rubric
from quizzes.rubrics.models import Assessment, AssessmentState, Rubric
from quizzes.rubrics.queue import Standing, counts, queue
from quizzes.rubrics.scoring import criteria_of

_RELEASED = (
    sa.select(Assessment, Rubric, PlanSubmission.number, Person.name, WorkPlan.state)
    .join(Rubric, Rubric.id == Assessment.rubric_id)
    .join(PlanSubmission, PlanSubmission.id == Assessment.submission_id)
    .join(WorkPlan, WorkPlan.id == PlanSubmission.plan_id)
    .join(Person, Person.id == Assessment.assessor_id)
    .where(
        WorkPlan.enrolment_id == sa.bindparam("enrolment_id"),
        Assessment.state == AssessmentState.RELEASED,
    )
    .order_by(PlanSubmission.number.desc())
)


def of_work_plan(context: Context) -> Markup | None:
    """Released results, newest first; before the first one, what will be looked at."""
    rows = db.session.execute(_RELEASED, {"enrolment_id": context.enrolment.id}).all()
    if not rows:
        return _what_counts(context)
    results = [
        {
            "assessment": assessment,
            "criteria": criteria_of(rubric.content),
            "pass_mark": rubric.pass_mark,
            "number": number,
            "assessor": assessor,
            # The page itself says why a plan was returned; later comments stand here alone.
            "is_told": place == 0 and state is PlanState.RETURNED,
        }
        for place, (assessment, rubric, number, assessor, state) in enumerate(rows)
    ]
    return Markup(render_template("quizzes/rubrics/result.html", results=results))  # noqa: S704


def _what_counts(context: Context) -> Markup | None:
    return _criteria(context, "work_plan_rubric", "quizzes/rubrics/what_counts.html")


def of_work_report(context: Context) -> Markup | None:
    """What a work report is looked at for: its score neither accepts nor returns it."""
    return _criteria(context, "work_report_rubric", "quizzes/rubrics/what_a_report_shows.html")


def _criteria(context: Context, name: str, template: str) -> Markup | None:
    rubric = newest_rubric(context.training.id, context.training.rules.get(name, ""))
    if rubric is None:
        return None
    page = render_template(template, rubric=rubric, criteria=criteria_of(rubric.content))
    return Markup(page)  # noqa: S704 - our own template


def on_staff_home(context: Context) -> Markup | None:
    """For trainers: how many plans wait."""
    if Role.TRAINER not in context.roles:
        return None
    number = counts(queue(context.training.id))
    page = render_template(
        "quizzes/rubrics/home_panel.html",
        waiting=number[Standing.WAITING],
        graded=number[Standing.GRADED],
    )
    return Markup(page)  # noqa: S704 - our own template
