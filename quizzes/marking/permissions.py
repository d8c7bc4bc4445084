"""Answers are marked by trainers and organisers, never by who gave them."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courses.trainings.permissions import STAFF
from lms.access import stranger, wrong_role
from quizzes.marking.work import Work, work_of

ACCESS = {
    "marking.index": STAFF,
    "marking.question": STAFF,
    "marking.page": STAFF,
    "marking.mark": STAFF,
}


def markable_work(attempt_id: int, number: int) -> Work:
    """An answer of this training that the signed-in person may mark."""
    work = work_of(g.training.id, attempt_id, number)
    if work is None:
        stranger()
    if work.enrolment.person_id == current_user.person_id:
        wrong_role()
    return work
