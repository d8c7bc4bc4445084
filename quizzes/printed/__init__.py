"""Tests on paper: printing them, and keying the sheets twice."""

from __future__ import annotations

from flask import Flask

from lms import access, panels
from quizzes.printed import closing, key_views, models, permissions, views

__all__ = ["init_app", "key_views", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "closing.blockers", closing.blockers, order=25)
