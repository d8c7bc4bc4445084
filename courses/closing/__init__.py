"""Closing a training: a checklist of what is still open, and opening it again with a reason."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.closing import permissions, views
from courses.trainings.models import Role
from lms import access, panels

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    for place in ("staff.home", "trainee.home"):
        panels.add(app, place, views.notice, order=1)
    panels.add_nav(
        app,
        panels.NavItem(
            95,
            _l("Tutup pelatihan"),
            "closing.checklist",
            frozenset({Role.ORGANISER}),
            "lock",
            "closing.",
            is_in_bar=False,
        ),
    )
