"""What a person's own data say of the quizzes they sat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_login import current_user
from sqlalchemy.orm import defer

from courses.trainings.models import Enrolment, Training
from lms.db import db
from lms.i18n import format_score
from lms.panels import Context
from quizzes.attempts import mine, showing_words
from quizzes.attempts.models import AnswerFile, Attempt
from quizzes.attempts.showing import Showing
from quizzes.bank.models import Quiz

_ATTEMPTS = (
    sa.select(Attempt, Training.code, Quiz.title, Training.id)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Training, Training.id == Quiz.training_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .options(defer(Attempt.paper))
    .order_by(Attempt.id)
)
_FILES = (
    sa.select(AnswerFile)
    .join(Attempt, Attempt.id == AnswerFile.attempt_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Enrolment.person_id == sa.bindparam("person_id"))
    .order_by(AnswerFile.question_number)
)


def data(context: Context) -> dict[str, Any]:
    values = {"person_id": current_user.person_id}
    rows = db.session.execute(_ATTEMPTS, values).all()
    showings = _showings({(row[3], row[0].enrolment_id) for row in rows}, context.now)
    attempts = [row[:3] for row in rows]
    files: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for file in db.session.scalars(_FILES, values):
        files[file.attempt_id].append(
            {"nama": file.name, "ukuran": file.size, "waktu": file.uploaded_at.isoformat()}
        )
    return {
        "tes": [
            {
                "pelatihan": code,
                "tes": title,
                "pengerjaan": attempt.number,
                "mulai": attempt.started_at.isoformat(),
                "terkumpul": attempt.submitted_at.isoformat() if attempt.submitted_at else None,
                "keadaan": _state(attempt),
                **_score(attempt, showings[attempt.quiz_id, attempt.enrolment_id]),
                "berkas": files[attempt.id],
            }
            for attempt, code, title in attempts
        ]
    }


def _score(attempt: Attempt, showing: Showing) -> dict[str, str | None]:
    """The score once it may be seen; until then from when."""
    if not showing.score.is_shown:
        return {"nilai": None, "keterangan_nilai": showing_words.of_score(showing)}
    return {"nilai": None if attempt.score is None else format_score(attempt.score)}


def _showings(seats: Iterable[tuple[int, int]], at: datetime) -> dict[tuple[int, int], Showing]:
    """By quiz and enrolment; `seats` are pairs of training and enrolment."""
    return {
        (quiz.id, seat): quiz.showing
        for training_id, seat in seats
        for quiz in mine.quizzes_of(training_id, seat, at)
    }


def _state(attempt: Attempt) -> str:
    if attempt.submitted_at is None:
        return "sedang dikerjakan"
    return "menunggu penilaian" if attempt.score is None else "dinilai"
