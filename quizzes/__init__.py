"""How it is measured: questions, attempts, scores and rubrics."""

from __future__ import annotations

from flask import Flask

from quizzes import (
    analysis,
    attempts,
    authoring,
    bank,
    exchange,
    marking,
    moderation,
    practice,
    printed,
    regrading,
    reportscores,
    rubrics,
    settings,
    snippets,
    supervision,
)

__all__ = ["init_app"]

FEATURES = (
    bank,
    attempts,
    marking,
    supervision,
    settings,
    printed,
    regrading,
    analysis,
    authoring,
    exchange,
    rubrics,
    reportscores,
    moderation,
    practice,
    snippets,
)


def init_app(app: Flask) -> None:
    for feature in FEATURES:
        feature.init_app(app)
