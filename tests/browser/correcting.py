"""A question of the first test that was cancelled, before anything was decided."""

from __future__ import annotations

from courses.trainings.models import Training
from lms import clock
from lms.db import db, transaction
from quizzes.authoring.queries import question_of
from quizzes.regrading import planning, services
from quizzes.regrading.rules import Way
from tests.browser.doings import Live

CANCELLED = "A-PS01-2"


def cancel(live: Live, training: Training) -> None:
    def read():
        return question_of(training.curriculum_id, CANCELLED)

    shown = planning.plan(training, read(), Way.VOID).digest
    db.session.rollback()
    with transaction(services.lock_of_corrections(training.id)):
        regrade = services.correct(
            training,
            read,
            services.Correction(Way.VOID, shown, "Dua pilihan sama-sama benar."),
            actor_id=live.people["trainer"],
            at=clock.now(),
        )
        live.places["regrade"] = str(regrade.id)
