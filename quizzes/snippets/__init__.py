"""Short comments that trainers use again and again when they grade."""

from __future__ import annotations

from flask import Flask

from lms import access
from quizzes.snippets import models, permissions, views

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
