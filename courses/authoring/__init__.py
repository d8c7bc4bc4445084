"""Modules written on screen, and the list of everything that the office must confirm."""

from __future__ import annotations

from flask import Flask

from courses.authoring import confirm_views, models, permissions, version_views, views
from lms import access, panels

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    for module in (views, version_views, confirm_views):
        app.register_blueprint(module.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "staff.home", views.on_staff_home, order=60)
