"""Who is competent, on what evidence, by whom."""

from __future__ import annotations

from flask import Flask

from certificates.decisions import panels, permissions, views
from lms import access


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS, stays_open=permissions.STAYS_OPEN)
    panels.init_app(app)
