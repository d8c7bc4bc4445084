"""People and how they sign in."""

from __future__ import annotations

from flask import Flask

from lms import access
from lms.people import account, cli, confirming, identity, permissions, rules, views

__all__ = ["account", "confirming", "init_app"]  # both add their pages to the blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.before_request(permissions.ask_consent)
    app.before_request(confirming.ask_password)
    app.jinja_env.filters.update(masked=identity.mask_number, browser=rules.describe_browser)
    cli.init_app(app)
    access.register(app, permissions.ACCESS)
