"""What a person's own data say of observed practice."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from courses.trainings.models import Enrolment, Training
from lms.db import db
from lms.i18n import format_score
from lms.panels import Context
from lms.people.models import Person
from quizzes.practice.models import Observation
from quizzes.rubrics.models import Rubric

_OBSERVATIONS = (
    sa.select(Observation, Training.code, Rubric.title, Rubric.version, Person.name)
    .join(Enrolment, Enrolment.id == Observation.enrolment_id)
    .join(Training, Training.id == Enrolment.training_id)
    .join(Rubric, Rubric.id == Observation.rubric_id)
    .join(Person, Person.id == Observation.observer_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(Observation.id)
)


def data(_context: Context) -> dict[str, Any]:
    rows = db.session.execute(_OBSERVATIONS, {"person_id": current_user.person_id})
    return {
        "praktik": [
            {
                "pelatihan": code,
                "lembar": title,
                "versi_lembar": version,
                "pengamatan": row.number,
                "pengamat": observer,
                "waktu": row.observed_at.isoformat(),
                "tingkat": row.levels,
                "nilai": format_score(row.score),
                "komentar": row.comment,
            }
            for row, code, title, version, observer in rows
        ]
    }
