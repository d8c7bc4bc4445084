"""Who may sit a quiz. Saving an answer has a rule of its own: one statement finds everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_login import current_user

from courses.trainings.models import Enrolment, Role, Training
from courses.trainings.permissions import MEMBER, STAFF_ROLES, TRAINEE
from lms.access import Rule, stranger, wrong_role
from lms.db import db
from quizzes.attempts import answer_files
from quizzes.attempts.models import Attempt
from quizzes.attempts.queries import Sitting
from quizzes.bank.models import Quiz

_LATEST = (
    sa.select(sa.func.max(Attempt.number))
    .where(Attempt.quiz_id == Quiz.id, Attempt.enrolment_id == Enrolment.id)
    .correlate(Quiz, Enrolment)
    .scalar_subquery()
)
_OWN_SITTING = (
    sa.select(
        Enrolment.role,
        Training.id,
        Quiz.id,
        Quiz.title,
        Quiz.closed_at,
        Enrolment.id,
        Attempt.id,
        Attempt.number,
        Attempt.paper,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.receipt,
    )
    .join(Enrolment, Enrolment.training_id == Training.id)
    .outerjoin(Quiz, sa.and_(Quiz.training_id == Training.id, Quiz.key == sa.bindparam("quiz_key")))
    .outerjoin(
        Attempt,
        sa.and_(
            Attempt.quiz_id == Quiz.id,
            Attempt.enrolment_id == Enrolment.id,
            Attempt.number == _LATEST,
        ),
    )
    .where(
        Training.code == sa.bindparam("code"),
        Enrolment.person_id == sa.bindparam("person_id"),
        Enrolment.withdrawn_at.is_(None),
    )
    .select_from(Training)
)


def _own_sitting(view_args: Mapping[str, Any]) -> None:
    """Set g.sitting to the person's own latest attempt; nobody else's can be named at all."""
    values = {
        "code": view_args["code"],
        "quiz_key": view_args["quiz_key"],
        "person_id": current_user.person_id,
    }
    rows = db.session.execute(_OWN_SITTING, values).all()
    if not rows:
        stranger()
    own = next((row for row in rows if row[0] is Role.TRAINEE), None)
    if own is None:
        wrong_role()
    else:
        sitting = Sitting(*own[1:])
        if sitting.attempt_id is None:
            stranger()
        g.sitting = sitting


OWN_SITTING = Rule("peserta, pengerjaannya sendiri", _own_sitting)


def _answer_file(view_args: Mapping[str, Any]) -> None:
    """Set g.answer_file, for the trainee who handed it in and for those who mark it."""
    MEMBER.check(view_args)
    found = answer_files.find_file(g.training.id, view_args["key"])
    if found is None:
        stranger()
    g.answer_file, enrolment_id = found
    is_own = g.enrolment is not None and g.enrolment.id == enrolment_id
    if not is_own and not g.roles & STAFF_ROLES:
        stranger()


OWN_FILE = Rule("peserta pemiliknya, fasilitator, atau panitia", _answer_file)

ACCESS = {
    "attempts.index": TRAINEE,
    "attempts.intro": TRAINEE,
    "attempts.start": TRAINEE,
    "attempts.work": TRAINEE,
    "attempts.review": TRAINEE,
    "attempts.submit": TRAINEE,
    "attempts.result": TRAINEE,
    "answers.beat": OWN_SITTING,
    "answers.keep": TRAINEE,
    "answers.save": OWN_SITTING,
    "answers.time": OWN_SITTING,
    "answer_files.hand_in": TRAINEE,
    "answer_files.take_away": TRAINEE,
    "answer_files.show": OWN_FILE,
}
