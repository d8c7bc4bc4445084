"""A training: its timetable, its people and their way through it."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.trainings import account, cli, permissions, views
from courses.trainings.models import Role
from lms import access, panels

EVERYONE = frozenset(Role)
STAFF = frozenset({Role.TRAINER, Role.ORGANISER, Role.SIGNATORY})


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    app.cli.add_command(cli.training_group)
    panels.add_nav(
        app, panels.NavItem(10, _l("Beranda"), "trainings.home", EVERYONE, "home", "trainings.home")
    )
    panels.add_nav(
        app,
        panels.NavItem(
            30,
            _l("Jadwal"),
            "trainings.schedule",
            EVERYONE,
            "calendar",
            ("trainings.schedule", "timetable."),
            is_in_bar=False,
        ),
    )
    panels.add(app, "account", account.part, order=10)
    panels.add(app, "account.data", account.data, order=10)
