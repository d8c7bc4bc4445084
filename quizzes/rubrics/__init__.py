"""Rubrics and the assessments made with them."""

from __future__ import annotations

from flask import Flask

from quizzes.rubrics import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
