"""What observed practice adds to the home pages of trainers and trainees."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from courses.trainings.models import Role
from courses.trainings.trainee import own
from lms.panels import Context
from quizzes.practice import queries


def on_staff_home(context: Context) -> Markup | None:
    if not context.roles & {Role.TRAINER, Role.ORGANISER}:
        return None
    seats = queries.seats(context.training.id, current_user.person_id)
    done = sum(bool(seat.observations) for seat in seats)
    page = render_template("quizzes/practice/staff_panel.html", done=done, total=len(seats))
    return Markup(page)  # noqa: S704 - our own template


def on_trainee_home(context: Context) -> Markup | None:
    """Silent until somebody observed."""
    (score,) = own(context, "practice")
    if score is None:
        return None
    page = render_template("quizzes/practice/trainee_panel.html", result=score)
    return Markup(page)  # noqa: S704 - our own template
