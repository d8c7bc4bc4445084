"""What a trainee does: the commitment and the work plan."""

from __future__ import annotations

from flask import Flask

from courses.fieldwork import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
