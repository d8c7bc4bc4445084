"""What participants say about the training and its speakers, without their names."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.evaluation import closing, models, permissions, queries, steps, views
from courses.trainings import trainee
from courses.trainings.models import Role
from lms import access, panels

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    panels.add(app, "closing.blockers", closing.blockers, order=70)
    trainee.add(app, "evaluation", queries.KEPT)
    panels.add(app, "trainee.steps", steps.steps, order=75)
    panels.add_nav(
        app,
        panels.NavItem(
            57,
            _l("Evaluasi"),
            "evaluation.results",
            frozenset({Role.ORGANISER}),
            "message-square",
            "evaluation.",
            is_in_bar=False,
        ),
    )
