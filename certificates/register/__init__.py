"""The register: numbers, certificates and their revocation."""

from __future__ import annotations

from flask import Flask

from certificates.register import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
