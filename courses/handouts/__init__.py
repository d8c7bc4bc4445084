"""Handouts: the texts as files to print and to read offline, a module each or all as a book."""

from __future__ import annotations

from flask import Flask

from courses.handouts import making, permissions, views
from lms import access

__all__ = ["init_app", "making"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
