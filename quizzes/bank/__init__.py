"""Questions and the quizzes made of them."""

from __future__ import annotations

from flask import Flask

from quizzes.bank import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Nothing to add to the application yet: the tables are known by import."""
