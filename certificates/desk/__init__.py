"""The signing desk: what waits for the signatory, signed there or on paper and scanned back."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from certificates.desk import permissions, views, wet_views
from courses.trainings.models import Role
from lms import access, panels
from lms.panels import NavItem


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(wet_views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    mine = frozenset({Role.SIGNATORY})  # the organiser comes by the register
    panels.add_nav(app, NavItem(85, _l("Tanda tangan"), "desk.overview", mine, "signature", "desk"))
