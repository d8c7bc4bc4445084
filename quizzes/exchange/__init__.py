"""Questions to and from other programs: GIFT, Aiken, Moodle XML."""

from __future__ import annotations

from flask import Flask

from lms import access
from quizzes.exchange import cli, permissions, trial_views, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(trial_views.bp)
    app.cli.add_command(cli.questions_group)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
