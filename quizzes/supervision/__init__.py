"""Watching over the quizzes of a training: opening, closing, results, marks."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.trainings.models import Role
from lms import access, panels
from quizzes.supervision import permissions, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add_nav(
        app,
        panels.NavItem(
            41,
            _l("Tes"),
            "supervision.index",
            frozenset({Role.TRAINER, Role.ORGANISER}),
            "list-checks",
            "supervision.",
        ),
    )
