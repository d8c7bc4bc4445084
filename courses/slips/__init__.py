"""Slips: how the people of a training get their first sign-in, and back in after forgetting."""

from __future__ import annotations

from flask import Flask

from courses.slips import permissions, views
from lms import access, panels


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    panels.add(app, "staff.home", views.summary, order=80)
