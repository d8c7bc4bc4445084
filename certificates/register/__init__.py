"""The register: numbers, certificates and their revocation."""

from __future__ import annotations

from flask import Flask

from certificates.register import account, cli, content, permissions, rendering, views
from lms import access, panels

__all__ = ["init_app", "rendering"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(
        app,
        permissions.ACCESS,
        stays_open=permissions.STAYS_OPEN,
        asks_password=permissions.ASKS_PASSWORD,
    )
    panels.add(app, "account", account.part, order=20)
    panels.add(app, "account.data", account.data, order=40)
    app.cli.add_command(cli.certificates_group)
    content.register_part()
