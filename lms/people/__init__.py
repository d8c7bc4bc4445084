"""People and how they sign in."""

from __future__ import annotations

from flask import Flask

from lms import access
from lms.people import permissions, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.before_request(permissions.ask_consent)
    access.register(app, permissions.ACCESS)
