"""Who is competent, on what evidence, by whom."""

from __future__ import annotations

from flask import Flask

from certificates.decisions import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
