"""Who was there, counted in minutes from an append-only log."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.attendance import boards, permissions, screen, staff_views, views
from courses.trainings.models import Role
from lms import access, panels

__all__ = ["init_app", "screen", "staff_views"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "trainee.steps", boards.steps, order=10)
    panels.add(app, "trainee.home", boards.today, order=10)
    panels.add(app, "staff.home", boards.staff_today, order=10)
    trainees, staff = frozenset({Role.TRAINEE}), frozenset({Role.TRAINER, Role.ORGANISER})
    for endpoint, roles in (("attendance.check_in", trainees), ("attendance.board", staff)):
        item = panels.NavItem(
            40,
            _l("Kehadiran"),
            endpoint,
            roles,
            "qr-code",
            "attendance.",
            is_in_bar=roles is staff,
        )
        panels.add_nav(app, item)
