"""How it is measured: questions, attempts, scores and rubrics."""

from __future__ import annotations

from flask import Flask

from quizzes import attempts, bank, exchange, rubrics, supervision

__all__ = ["init_app"]

FEATURES = (bank, attempts, supervision, exchange, rubrics)


def init_app(app: Flask) -> None:
    for feature in FEATURES:
        feature.init_app(app)
