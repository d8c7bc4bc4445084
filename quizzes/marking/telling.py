"""What marking adds to other pages: the work left for the staff, the marks for a trainee."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from courses.trainings.permissions import STAFF_ROLES
from lms.panels import Context
from quizzes.attempts import papers, scoring
from quizzes.attempts.marks import in_force
from quizzes.attempts.result_views import ResultContext
from quizzes.marking import queries


def on_staff_home(context: Context) -> Markup | None:
    """For trainers and organisers, while something waits."""
    if not context.roles & STAFF_ROLES:
        return None
    waiting = queries.waiting_attempts(context.training.id)
    if not waiting:
        return None
    page = render_template("quizzes/marking/home_panel.html", waiting=waiting)
    return Markup(page)  # noqa: S704 - our own template


def on_result(context: Context) -> Markup | None:
    """Points and comments, once every answer of the attempt is marked."""
    assert isinstance(context, ResultContext)  # noqa: S101 - who fills this place asks for it
    questions = papers.thaw(context.attempt.paper).questions
    is_marked = any(question.kind in scoring.MARKED for question in questions)
    if context.attempt.score is None or not is_marked:
        return None
    marks = in_force(context.attempt.id)
    if not marks:
        return None
    page = render_template(
        "quizzes/marking/own_marks.html",
        marks=[marks[number] for number in sorted(marks)],
        questions=questions,
    )
    return Markup(page)  # noqa: S704 - our own template
