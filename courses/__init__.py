"""What is taught and done: curriculum, trainings, attendance, field work."""

from __future__ import annotations

from flask import Flask

from courses import attendance, catalogue, fieldwork, roster, sample, slips, trainings

__all__ = ["init_app"]

FEATURES = (trainings, roster, slips, catalogue, attendance, fieldwork)


def init_app(app: Flask) -> None:
    for feature in FEATURES:
        feature.init_app(app)
    app.cli.add_command(sample.setup)
