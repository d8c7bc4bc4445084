"""What second markers mean for a training's work: asked of whoever keeps their assessments."""

from __future__ import annotations

from courses.trainings.models import Training
from lms import clock, panels
from lms.db import db
from quizzes.rubrics.stages import Stage

PLACE = "rubrics.stages"  # providers: Context -> {submission id: Stage}


def has_seconds(training_id: int) -> bool:
    training = db.session.get_one(Training, training_id)
    return bool(training.rules.get("second_marker"))


def stages(training_id: int) -> dict[int, Stage]:
    """Of the work that needs a second marker; nothing where the training has none."""
    training = db.session.get_one(Training, training_id)
    if not training.rules.get("second_marker"):
        return {}
    context = panels.Context(training, frozenset(), None, clock.now())
    return {key: stage for found in panels.of(PLACE, context) for key, stage in found.items()}
