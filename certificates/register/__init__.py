"""The register: numbers, certificates, and what becomes of them."""

from __future__ import annotations

from flask import Flask

from certificates.register import account, cli, permissions, rendering, state_views, views
from lms import access, panels

__all__ = ["init_app", "rendering", "state_views"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)  # with what state_views adds to it
    access.register(
        app,
        permissions.ACCESS,
        stays_open=permissions.STAYS_OPEN,
        asks_password=permissions.ASKS_PASSWORD,
    )
    panels.add(app, "account", account.part, order=20)
    panels.add(app, "account.data", account.data, order=40)
    app.cli.add_command(cli.certificates_group)
