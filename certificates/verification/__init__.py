"""Anyone checks a certificate, without signing in."""

from __future__ import annotations

from flask import Flask, render_template
from markupsafe import Markup

from certificates.verification import permissions, views
from lms import access, panels
from lms.panels import Context


def _link(_context: Context) -> Markup:
    """The way to the check from the page that everybody sees first."""
    page = render_template("certificates/verify_link.html")
    return Markup(page)  # noqa: S704 - a template of ours, escaped


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    panels.add(app, "sign_in.links", _link, order=10)
