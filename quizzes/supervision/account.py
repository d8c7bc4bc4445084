"""What a person's own data say of what staff did to their tests."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_login import current_user

from courses.trainings.models import Enrolment
from lms.db import db
from lms.panels import Context
from quizzes.attempts.models import Intervention
from quizzes.bank.models import Quiz
from quizzes.supervision import words

_ABOUT_ME = (
    sa.select(Intervention, Quiz.title)
    .join(Quiz, Quiz.id == Intervention.quiz_id)
    .join(Enrolment, Enrolment.id == Intervention.enrolment_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(Intervention.id)
)


def data(_context: Context) -> dict[str, Any]:
    rows = db.session.execute(_ABOUT_ME, {"person_id": current_user.person_id})
    return {
        "tindakan_pada_tes": [
            {
                "tes": title,
                "tindakan": words.deed(made),
                "alasan": made.reason,
                "waktu": made.made_at.isoformat(),
            }
            for made, title in rows
        ]
    }
