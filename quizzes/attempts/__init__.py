"""Sitting a quiz: one frozen paper, every answer kept, one submission."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.trainings.models import Role
from lms import access, panels, worker
from quizzes.attempts import (
    account,
    answer_views,
    file_views,
    models,
    permissions,
    result_views,
    steps,
    sweep,
    views,
)

__all__ = ["init_app", "models", "result_views", "sweep"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(answer_views.bp)
    app.register_blueprint(file_views.bp)
    access.register(app, permissions.ACCESS)
    worker.add_kept(app, "^/pelatihan/[^/]+/tes/[^/]+/kerjakan$")
    panels.add(app, "account.data", account.data, order=20)
    panels.add(app, "trainee.steps", steps.steps, order=40)
    panels.add_nav(
        app,
        panels.NavItem(
            40, _l("Tes"), "attempts.index", frozenset({Role.TRAINEE}), "list-checks", "attempts."
        ),
    )
