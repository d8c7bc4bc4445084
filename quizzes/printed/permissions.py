"""Tests on paper are run by trainers and organisers; nobody keys the own sheet."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courses.trainings.models import Enrolment
from courses.trainings.permissions import STAFF
from lms.access import stranger, wrong_role
from lms.people.models import Person
from quizzes.printed import queries
from quizzes.printed.queries import Printed

ACCESS = {
    "printed.index": STAFF,
    "printed.make": STAFF,
    "printed.paper_file": STAFF,
    "printed.key_file": STAFF,
    "printed.sheets": STAFF,
    "printed.sheet": STAFF,
    "printed.key": STAFF,
}


def printed_or_404(quiz_key: str, paper_code: str) -> Printed:
    found = queries.printed_by_code(g.training.id, quiz_key, paper_code)
    return found or stranger()


def seat_to_key(enrolment_id: int) -> tuple[Enrolment, Person]:
    """A trainee of this training whose sheet the signed-in person may key."""
    found = queries.seat_of(g.training.id, enrolment_id)
    if found is None:
        stranger()
    if found[1].id == current_user.person_id:
        wrong_role()
    return found
