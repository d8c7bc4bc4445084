"""Plans are graded by the trainers of the training, never by their own author."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courses.trainings.permissions import TRAINER
from lms.access import stranger, wrong_role
from quizzes.rubrics.work import Work, authors_of, work_of

ACCESS = {
    "rubrics.queue": TRAINER,
    "rubrics.page": TRAINER,
    "rubrics.grade": TRAINER,
    "rubrics.confirm_release": TRAINER,
    "rubrics.release": TRAINER,
}


def gradable_work(submission_id: int) -> Work:
    """A submission of this training that the signed-in trainer may grade."""
    work = work_of(g.training, submission_id)
    if work is None or work.submission.of_id is not None:
        stranger()
    if current_user.person_id in authors_of(work):
        wrong_role()
    return work
