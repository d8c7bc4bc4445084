"""The curriculum: modules and their texts."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from courses.catalogue import permissions, steps, views
from courses.trainings.models import Role
from lms import access, panels, worker


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    worker.add_kept(app, "^/pelatihan/[^/]+/modul(/[^/]+)?$")
    panels.add(app, "trainee.steps", steps.steps, order=20)
    everyone = frozenset(Role)
    inside = ("catalogue.", "handouts.")
    item = panels.NavItem(20, _l("Modul"), "catalogue.modules", everyone, "book-open", inside)
    panels.add_nav(app, item)
