"""Sitting a quiz: one frozen paper, every answer kept, one submission."""

from __future__ import annotations

from flask import Flask

from quizzes.attempts import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
