"""The name as it will be printed: confirmed by its owner, or asked to be corrected."""

from __future__ import annotations

from flask import Flask

from courses.naming import account, closing, models, permissions, queries, steps, views
from courses.trainings import trainee
from lms import access, panels

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    trainee.add(app, "naming", queries.KEPT)
    panels.add(app, "trainee.steps", steps.steps, order=15)
    panels.add(app, "staff.home", views.on_staff_home, order=15)
    panels.add(app, "closing.blockers", closing.blockers, order=5)
    panels.add(app, "account.data", account.data, order=35)
