"""An evaluation that still runs keeps a training open: its summary is part of the record."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from courses.evaluation import queries
from lms.panels import Blocker, Context


def blockers(context: Context) -> list[Blocker]:
    training = context.training
    boxes = queries.boxes_of(training.id)
    closed = {name for name, box in boxes.items() if box.closed_at is not None}
    if all(subject.name in closed for subject in queries.subjects_of(training)):
        return []
    url = url_for("evaluation.results", code=training.code)
    return [Blocker(_("Evaluasi belum ditutup"), (), url)]
