"""Files that are answers: sealed in the store, one for a question, gone when taken away."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms import crypto
from lms.db import db
from lms.handed import HandedFile
from lms.sealed import content_of as content_at
from lms.sealed import forget, keep
from quizzes.attempts.keeping import Kept, Outcome, save_answer
from quizzes.attempts.models import AnswerFile, Attempt
from quizzes.bank.models import Quiz

_OF_ATTEMPT = sa.select(AnswerFile).where(AnswerFile.attempt_id == sa.bindparam("attempt_id"))
_OF_QUESTION = sa.select(AnswerFile).where(
    AnswerFile.attempt_id == sa.bindparam("attempt_id"),
    AnswerFile.question_number == sa.bindparam("number"),
)
_BY_KEY = (
    sa.select(AnswerFile, Attempt.enrolment_id)
    .join(Attempt, Attempt.id == AnswerFile.attempt_id)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .where(Quiz.training_id == sa.bindparam("training_id"), AnswerFile.key == sa.bindparam("key"))
)


def sealed(file: HandedFile, *, at: datetime) -> AnswerFile:
    """Put the bytes into the store, before a transaction is open. The row belongs nowhere yet."""
    key = crypto.token()
    return AnswerFile(
        key=key,
        file_key=keep(file.data, place=_seal(key), suffix=".answer"),
        name=file.name,
        size=len(file.data),
        media_type=file.media_type,
        uploaded_at=at,
    )


def content_of(file: AnswerFile) -> bytes:
    return content_at(file.file_key, place=_seal(file.key))


def _seal(key: str) -> str:
    return f"answer_file.{key}"


def keep_file(
    attempt_id: int, number: int, file: AnswerFile | None, *, sequence: int, at: datetime
) -> Kept:
    """Make a file the answer to a question in place of the one before; None takes that away."""
    choices = [file.key] if file else []
    kept = save_answer(attempt_id, number, choices, sequence=sequence, at=at)
    if kept.outcome is not Outcome.SAVED:
        if file is not None:
            forget(file.file_key)
        return kept
    values = {"attempt_id": attempt_id, "number": number}
    before = db.session.scalar(_OF_QUESTION, values)
    if before is not None:
        forget(before.file_key)
        db.session.delete(before)
        db.session.flush()
    if file is not None:
        file.attempt_id, file.question_number = attempt_id, number
        db.session.add(file)
    return kept


def files_of(attempt_id: int) -> dict[int, AnswerFile]:
    """By question number."""
    rows = db.session.scalars(_OF_ATTEMPT, {"attempt_id": attempt_id})
    return {row.question_number: row for row in rows}


def find_file(training_id: int, key: str) -> tuple[AnswerFile, int] | None:
    """The file and whose enrolment handed it in."""
    row = db.session.execute(_BY_KEY, {"training_id": training_id, "key": key}).first()
    return (row[0], row[1]) if row else None
