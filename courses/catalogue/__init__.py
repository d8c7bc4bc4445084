"""The curriculum: modules and their texts."""

from __future__ import annotations

from flask import Flask

from courses.catalogue import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
