"""Watching over the quizzes of a training: opening, closing, results, marks."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.trainings.models import Role
from lms import access, panels
from quizzes.supervision import (
    account,
    closing,
    late_views,
    live_views,
    permissions,
    telling,
    views,
)

__all__ = ["init_app", "late_views", "live_views"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "closing.blockers", closing.blockers, order=20)
    panels.add(app, "account.data", account.data, order=21)
    panels.add(app, "staff.home", telling.on_staff_home, order=12)
    panels.add_nav(
        app,
        panels.NavItem(
            41,
            _l("Tes"),
            "supervision.index",
            frozenset({Role.TRAINER, Role.ORGANISER}),
            "list-checks",
            ("supervision.", "marking.", "quiz_settings.", "printed."),
        ),
    )
