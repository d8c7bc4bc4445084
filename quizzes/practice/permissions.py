"""Trainers observe, staff read, trainees see what was seen of them."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courses.trainings.permissions import STAFF, TRAINEE, TRAINER
from lms.access import stranger, wrong_role
from quizzes.practice.queries import Seat, seat_of
from quizzes.practice.rules import may_observe

ACCESS = {
    "practice.index": STAFF,
    "practice.record": STAFF,
    "practice.page": TRAINER,
    "practice.observe": TRAINER,
    "practice.mine": TRAINEE,
}


def seat_here(seat_id: int) -> Seat:
    """A trainee of this training."""
    found = seat_of(g.training.id, seat_id)
    if found is None:
        stranger()
    return found


def observable_seat(seat_id: int) -> Seat:
    """A trainee of this training whom the signed-in trainer may observe."""
    found = seat_here(seat_id)
    if not may_observe(current_user.person_id, found.person_id):
        wrong_role()
    return found
