"""Who was there, counted in minutes from an append-only log."""

from __future__ import annotations

from flask import Flask

from courses.attendance import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
