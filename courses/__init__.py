"""What is taught and done: curriculum, trainings, attendance, field work."""

from __future__ import annotations

from flask import Flask

from courses import (
    attendance,
    authoring,
    catalogue,
    closing,
    evaluation,
    fieldwork,
    handouts,
    naming,
    roster,
    sample,
    slips,
    timetable,
    trainings,
    workreports,
)

__all__ = ["init_app"]

FEATURES = (
    trainings,
    roster,
    slips,
    catalogue,
    authoring,
    handouts,
    attendance,
    timetable,
    fieldwork,
    evaluation,
    naming,
    closing,
    workreports,
)


def init_app(app: Flask) -> None:
    for feature in FEATURES:
        feature.init_app(app)
    app.cli.add_command(sample.setup)
