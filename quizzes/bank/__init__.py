"""Questions and the quizzes made of them."""

from __future__ import annotations

from flask import Flask

from lms import content
from quizzes.bank import loader, models

__all__ = ["init_app", "models"]


def init_app(_app: Flask) -> None:
    content.register(loader.PART)
