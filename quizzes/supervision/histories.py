"""What staff did to tests, told with who did it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Row

from lms.db import db
from lms.people.models import Person
from quizzes.attempts.models import Intervention

_OF_PERSON = (
    sa.select(Intervention, Person.name)
    .join(Person, Person.id == Intervention.actor_id)
    .where(
        Intervention.quiz_id == sa.bindparam("quiz_id"),
        Intervention.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .order_by(Intervention.id.desc())
)


def of_person(quiz_id: int, enrolment_id: int) -> Sequence[Row[Intervention, str]]:
    """The newest first, each with the name of who did it."""
    values = {"quiz_id": quiz_id, "enrolment_id": enrolment_id}
    return db.session.execute(_OF_PERSON, values).all()
