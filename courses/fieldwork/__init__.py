"""What a trainee does: the commitment and the work plan."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.fieldwork import models, permissions, staff_views, steps, views
from courses.trainings import trainee
from courses.trainings.models import Role
from lms import access, panels

__all__ = ["init_app", "models", "staff_views"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    trainee.add(app, "fieldwork", steps.KEPT)
    panels.add(app, "trainee.steps", steps.steps, order=60)
    panels.add_nav(
        app,
        panels.NavItem(
            50,
            _l("Tugas"),
            "fieldwork.tasks",
            frozenset({Role.TRAINEE}),
            "pencil",
            ("fieldwork.", "workreports."),
        ),
    )
    panels.add_nav(
        app,
        panels.NavItem(
            54,
            _l("Rencana kerja"),
            "fieldwork.index",
            frozenset({Role.TRAINER, Role.ORGANISER}),
            "file-text",
            ("fieldwork.index", "fieldwork.as_pdf"),
            is_in_bar=False,
        ),
    )
