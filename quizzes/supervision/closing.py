"""Tests that somebody is still sitting, and answers that came after the end."""

from __future__ import annotations

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from courses.trainings.models import Enrolment
from lms.db import db
from lms.panels import Blocker, Context
from lms.people.models import Person
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz
from quizzes.supervision import late_queries

_SITTING = (
    sa.select(Person.name)
    .join(Enrolment, Enrolment.person_id == Person.id)
    .join(Attempt, Attempt.enrolment_id == Enrolment.id)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .where(Quiz.training_id == sa.bindparam("training_id"), Attempt.submitted_at.is_(None))
    .distinct()
    .order_by(Person.name)
)


def blockers(context: Context) -> list[Blocker]:
    training_id, code = context.training.id, context.training.code
    found = []
    if names := tuple(db.session.scalars(_SITTING, {"training_id": training_id})):
        url = url_for("supervision.index", code=code)
        found.append(Blocker(_("Tes masih dikerjakan"), names, url))
    for quiz_key in late_queries.count_by_quiz(training_id):
        cases = late_queries.cases(training_id, quiz_key)
        names = tuple(case.name for case in cases if case.open)
        url = url_for("supervision.late", code=code, quiz_key=quiz_key)
        found.append(Blocker(_("Jawaban yang tiba terlambat belum diputuskan"), names, url))
    return found
