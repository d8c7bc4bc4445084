"""Marking by a person: essays, and files that were handed in."""

from __future__ import annotations

from flask import Flask

from lms import access, panels
from quizzes.marking import closing, permissions, telling, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "closing.blockers", closing.blockers, order=30)
    panels.add(app, "staff.home", telling.on_staff_home, order=51)
    panels.add(app, "attempt.result", telling.on_result, order=10)
