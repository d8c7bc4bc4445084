"""Observed practice: a trainer watches the role play of a home visit with a rubric in hand."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.trainings import trainee
from courses.trainings.models import Role
from lms import access, panels
from quizzes.practice import account, models, permissions, queries, telling, views

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "account.data", account.data, order=25)
    panels.add(app, "staff.home", telling.on_staff_home, order=52)
    trainee.add(app, "practice", queries.KEPT)
    panels.add(app, "trainee.home", telling.on_trainee_home, order=40)
    panels.add_nav(
        app,
        panels.NavItem(
            52,
            _l("Praktik"),
            "practice.index",
            frozenset({Role.TRAINER, Role.ORGANISER}),
            "clipboard-list",
            "practice.",
            is_in_bar=False,
        ),
    )
