"""How a quiz is taken and what is shown of it afterwards, changed on screen."""

from __future__ import annotations

from flask import Flask

from lms import access
from quizzes.settings import permissions, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
