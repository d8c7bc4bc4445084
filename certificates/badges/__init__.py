"""The same certificate for machines: an Open Badges 3.0 credential."""

from __future__ import annotations

from flask import Flask

from certificates.badges import keyring, permissions, views
from lms import access

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    keyring.init_app(app)
