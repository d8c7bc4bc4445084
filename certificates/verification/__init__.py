"""Anyone checks a certificate, without signing in."""

from __future__ import annotations

from flask import Flask

from certificates.verification import permissions, views
from lms import access


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
