"""The register: numbers, certificates and their revocation."""

from __future__ import annotations

from flask import Flask

from certificates.register import cli, content, permissions, rendering, views
from lms import access

__all__ = ["init_app", "rendering"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    access.register(app, permissions.ACCESS)
    app.cli.add_command(cli.certificates_group)
    content.register_part()
