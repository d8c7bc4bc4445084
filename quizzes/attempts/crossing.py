"""The form of a person's next attempt, found in the database."""

from __future__ import annotations

import sqlalchemy as sa

from lms.db import db, take_lock
from quizzes.attempts.forms_crossing import form_for
from quizzes.attempts.locks import lock_of_forms
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz

_MET = (
    sa.select(Attempt.quiz_id, Attempt.form_id)
    .where(
        Attempt.quiz_id.in_([sa.bindparam("own"), sa.bindparam("parallel")]),
        Attempt.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .order_by(Attempt.number, Attempt.quiz_id)
)
_PEOPLE = (
    sa.select(Attempt.form_id, sa.func.count())
    .where(Attempt.quiz_id == sa.bindparam("own"), Attempt.number == 1)
    .group_by(Attempt.form_id)
)


def form_of(quiz: Quiz, enrolment_id: int) -> int:
    """The quiz whose questions are asked. Runs under the quiz's lock, so that forms are given out
    in turn. A first attempt takes one of the person's too: both tests could be begun in the same
    moment. A later one keeps its form and needs none; the end of the one before has locked the
    audit by then, which comes last.
    """
    if quiz.parallel_id is None:
        return quiz.id
    values = {"own": quiz.id, "parallel": quiz.parallel_id, "enrolment_id": enrolment_id}
    met = db.session.execute(_MET, values).all()
    if all(where != quiz.id for where, _form in met):
        take_lock(db.session.connection(), lock_of_forms(enrolment_id))
        met = db.session.execute(_MET, values).all()
    return form_for(
        quiz.id,
        quiz.parallel_id,
        here=[form for where, form in met if where == quiz.id],
        there=[form for where, form in met if where != quiz.id],
        people=dict(db.session.execute(_PEOPLE, {"own": quiz.id}).all()),
    )
