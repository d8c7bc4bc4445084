"""Correcting a key after people answered: who gains, who loses, and why."""

from __future__ import annotations

from flask import Flask

from lms import access, panels
from quizzes.regrading import models, permissions, telling, views

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "attempt.notice", telling.on_result, order=10)
