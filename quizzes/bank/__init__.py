"""Questions and the quizzes made of them."""

from __future__ import annotations

from flask import Flask

from lms import content, panels
from quizzes.bank import loader, models, queries

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    content.register(loader.PART)
    panels.add(app, "timetable.quizzes", lambda page: queries.titles_of(page.training.id), order=10)
