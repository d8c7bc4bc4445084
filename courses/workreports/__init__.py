"""The work report from the field: what became of the work plan, with photos."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.trainings import trainee
from courses.trainings.models import Role
from courses.workreports import (
    account,
    models,
    permissions,
    photo_views,
    staff_views,
    steps,
    views,
)
from lms import access, panels

__all__ = ["init_app", "models", "photo_views", "staff_views"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    panels.add(app, "account.data", account.data, order=35)
    trainee.add(app, "workreports", steps.KEPT)
    panels.add(app, "trainee.steps", steps.steps, order=95)
    panels.add(app, "trainee.tasks", steps.steps, order=95)
    panels.add(app, "staff.home", steps.on_staff_home, order=55)
    panels.add_nav(
        app,
        panels.NavItem(
            55,
            _l("Laporan kerja"),
            "workreports.index",
            frozenset({Role.TRAINER, Role.ORGANISER}),
            "camera",
            ("workreports.", "reportscores."),
            is_in_bar=False,
        ),
    )
