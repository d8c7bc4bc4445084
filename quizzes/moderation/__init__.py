"""A second, blind marker for part of the work plans, and settling where the two differ."""

from __future__ import annotations

from flask import Flask

from lms import access, panels
from quizzes.moderation import models, permissions, queries, telling, views
from quizzes.rubrics.seconds import PLACE

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "staff.home", telling.on_staff_home, order=51)
    panels.add(app, PLACE, queries.stages, order=10)
