"""The pack: all papers of a training in one archive, with a checksum of each."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from certificates.pack import making, models, permissions, views
from courses.trainings.models import Role
from lms import access, panels

__all__ = ["init_app", "making", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    panels.add_nav(
        app,
        panels.NavItem(
            96,
            _l("Arsip"),
            "pack.index",
            frozenset({Role.ORGANISER}),
            "file-text",
            "pack.",
            is_in_bar=False,
        ),
    )
