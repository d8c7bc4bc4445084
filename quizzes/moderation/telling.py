"""What second markers add to the home page of the staff."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from courses.trainings.permissions import STAFF_ROLES
from lms.panels import Context
from quizzes.moderation.queries import pieces
from quizzes.moderation.rules import setting_of
from quizzes.rubrics.stages import Stage


def on_staff_home(context: Context) -> Markup | None:
    """Silent where the training has no second markers."""
    if setting_of(context.training.rules) is None or not context.roles & STAFF_ROLES:
        return None
    found = [piece.stage for piece in pieces(context.training)]
    page = render_template(
        "quizzes/moderation/home_panel.html",
        waiting=found.count(Stage.WAITING),
        disputed=found.count(Stage.DISPUTED),
    )
    return Markup(page)  # noqa: S704 - our own template
