"""How the certificates of a training are worded and look, version by version."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from certificates.template import content, models, permissions, version_views, views
from courses.trainings.models import Role
from lms import access, panels
from lms.panels import NavItem

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(version_views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    content.register_part()
    mine = frozenset({Role.ORGANISER})
    item = NavItem(
        88,
        _l("Templat sertifikat"),
        "certificate_template.edit",
        mine,
        "settings",
        ("certificate_template.", "template_versions."),
        is_in_bar=False,
    )
    panels.add_nav(app, item)
