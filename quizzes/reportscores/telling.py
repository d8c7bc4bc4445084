"""What scores add to the pages of work reports below."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from courses.trainings.models import Role
from lms.panels import Context
from quizzes.reportscores.work import ReportWork, has_rubric, newest_of, queue


def scores(context: Context) -> dict[int, int]:
    """The score of each trainee's newest submission, by seat."""
    return {
        entry.seat: entry.score for entry in queue(context.training.id) if entry.score is not None
    }


def for_staff(context: Context) -> Markup | None:
    """On the page of one report: its score, and for trainers the way to it."""
    found = _newest(context)
    if found is None:
        return None
    return _page("staff.html", work=found, is_trainer=Role.TRAINER in context.roles)


def for_trainee(context: Context) -> Markup | None:
    """Nothing before the report is accepted."""
    found = _newest(context)
    if found is None or not found.is_released:
        return None
    return _page("result.html", work=found)


def on_the_list(context: Context) -> Markup | None:
    if Role.TRAINER not in context.roles or not has_rubric(context.training):
        return None
    waiting = sum(entry.is_waiting for entry in queue(context.training.id))
    return _page("list_panel.html", waiting=waiting)


def _newest(context: Context) -> ReportWork | None:
    if not has_rubric(context.training):
        return None
    return newest_of(context.training, context.enrolment.id)


def _page(template: str, **values: object) -> Markup:
    return Markup(render_template(f"quizzes/reportscores/{template}", **values))  # noqa: S704
