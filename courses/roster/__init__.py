"""Who takes part: the list of trainees, read from the offices' files."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.roster import cli, models, permissions, seat_views, views
from courses.trainings.models import Role
from lms import access, panels

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(seat_views.bp)
    app.cli.add_command(cli.roster_group)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    item = panels.NavItem(
        20,
        _l("Peserta"),
        "roster.people",
        frozenset({Role.ORGANISER}),
        "users",
        ("roster.", "seats."),
    )
    panels.add_nav(app, item)
