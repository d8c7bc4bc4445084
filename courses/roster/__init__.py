"""Who takes part: the list of trainees, read from the offices' files."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.roster import cli, permissions, views
from courses.trainings.models import Role
from lms import access, panels


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.roster_group)
    access.register(app, permissions.ACCESS)
    panels.add_nav(
        app,
        panels.NavItem(
            20, _l("Peserta"), "roster.people", frozenset({Role.ORGANISER}), "users", "roster."
        ),
    )
