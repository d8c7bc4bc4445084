"""The facts that `showing` decides on, as columns of a statement about a trainee's quizzes.

The statement selects from Quiz, joins PARALLEL outside, groups by both ids, and binds
`enrolment_id`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from quizzes.attempts.allowances import extra_attempts
from quizzes.attempts.models import Attempt
from quizzes.attempts.showing import Parallel, Showing, Terms, showing
from quizzes.bank.models import Quiz

PARALLEL = aliased(Quiz, name="parallel_quiz")
_ENROLMENT = sa.bindparam("enrolment_id", type_=sa.Integer)
_USED = (
    sa.select(sa.func.count())
    .where(Attempt.quiz_id == PARALLEL.id, Attempt.enrolment_id == _ENROLMENT)
    .correlate(PARALLEL)
)
_GRANTED = PARALLEL.attempts_allowed + extra_attempts(_ENROLMENT, PARALLEL)
_OTHERS = (
    sa.exists().where(Attempt.quiz_id == Quiz.id, Attempt.submitted_at.is_(None)).correlate(Quiz)
)
COLUMNS = (
    Quiz.score_shown,
    Quiz.answers_shown,
    Quiz.explanations_shown,
    Quiz.shown_from,
    Quiz.closed_at.label("closing"),
    _OTHERS.label("others_sit"),
    PARALLEL.title.label("parallel_title"),
    PARALLEL.opened_at.label("parallel_opened_at"),
    PARALLEL.closed_at.label("parallel_closed_at"),
    (
        PARALLEL.attempts_allowed + extra_attempts(_ENROLMENT, PARALLEL) - _USED.scalar_subquery()
    ).label("parallel_left"),
    _USED.where(Attempt.submitted_at.is_(None)).scalar_subquery().label("parallel_sat"),
)


def showing_of(values: tuple[Any, ...], at: datetime, *, is_being_sat: bool) -> Showing:
    """`values` are those of COLUMNS."""
    title, opened_at, closed_at, left, sat = values[6:]
    parallel = None if title is None else Parallel(title, opened_at, closed_at, left, sat > 0)
    return showing(
        Terms(*values[:5]),
        at,
        is_being_sat=is_being_sat,
        others_sit=values[5],
        parallel=parallel,
    )
