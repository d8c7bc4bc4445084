"""What the tests say: the change from before to after, and how good the questions are."""

from __future__ import annotations

from flask import Flask

from lms import access
from quizzes.analysis import permissions, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
