"""Questions written, looked through and approved on screen."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.authoring import places
from courses.trainings.models import Role
from lms import access, panels
from quizzes.authoring import (
    edit_views,
    models,
    permissions,
    question_views,
    told,
    use_views,
    views,
)

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    for module in (views, question_views, edit_views, use_views):
        app.register_blueprint(module.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, places.HEADINGS, told.headings, order=10)
    panels.add(app, places.UNSETTLED, told.waiting, order=10)
    panels.add_nav(
        app,
        panels.NavItem(
            42,
            _l("Soal"),
            "questions.index",
            frozenset({Role.TRAINER, Role.ORGANISER}),
            "file-text",
            ("questions.", "question", "exchange."),
            is_in_bar=False,
        ),
    )
