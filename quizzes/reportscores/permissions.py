"""Reports are scored by the trainers of the training, never by their own author."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courses.trainings.permissions import TRAINER
from lms.access import stranger, wrong_role
from quizzes.reportscores.work import ReportWork, work_of

ACCESS = {
    "reportscores.queue": TRAINER,
    "reportscores.page": TRAINER,
    "reportscores.save": TRAINER,
}
# Reports come after the training, so its closing does not end them.
STAYS_OPEN = frozenset({"reportscores.save"})


def scorable_work(submission_id: int) -> ReportWork:
    """A submission of this training that the signed-in trainer may look at with the rubric."""
    work = work_of(g.training, submission_id)
    if work is None:
        stranger()
    if work.seat.person_id == current_user.person_id:
        wrong_role()
    return work
