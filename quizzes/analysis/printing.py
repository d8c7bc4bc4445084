"""All that the tests say on paper: findings, charts, people, groups and questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from flask import render_template

from courses.trainings.models import Training
from lms import pdf
from lms.i18n import in_indonesian
from quizzes.analysis import charts, findings, tables, words
from quizzes.supervision.queries import overview

_Row = TypeVar("_Row")
ROWS = 17


@in_indonesian()
def results_html(training: Training, *, at: datetime) -> str:
    """What is printed, read while the database may be read."""
    tests = tables.tests_of(training)
    found = tables.comparison_of(training, tests)
    return render_template(
        "quizzes/analysis/print/results.html",
        training=training,
        at=at,
        tests=tests,
        found=found,
        lines=[
            charts.dumbbell((person.seat.name, pair) for person, pair in part)
            for part in _parts(found.ranked)
        ],
        quizzes=[(row, tables.items_of(row.Quiz)) for row in overview(training.id)],
        charts=charts,
        findings=findings,
        words=words,
    )


def _parts(ranked: Sequence[_Row]) -> list[Sequence[_Row]]:
    """So many rows as stand under each other on half a page."""
    return [ranked[start : start + ROWS] for start in range(0, len(ranked), ROWS)]


def results_pdf(html: str) -> bytes:
    """Takes seconds: never inside `transaction()`, and holding no connection."""
    return pdf.render_apart(html, "print/results.css", "pdf/ua-1")
