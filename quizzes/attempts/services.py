"""Sitting a quiz: beginning an attempt, keeping each answer, ending it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from lms import audit, crypto
from lms.db import UTCDateTime, db, take_lock
from lms.errors import DomainError
from quizzes.attempts import queries, scoring
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import Answer, AnswerEvent, Attempt, ClosedBy
from quizzes.bank.models import Question, QuestionStatus, QuestionVersion, Quiz, QuizQuestion

RECEIPT_LENGTH = 8


class CannotStartError(DomainError):
    """The quiz is not open, has nothing to ask, or every attempt is used."""


_ATTEMPTS = (
    sa.select(Attempt)
    .where(
        Attempt.quiz_id == sa.bindparam("quiz_id"),
        Attempt.enrolment_id == sa.bindparam("enrolment_id"),
    )
    .order_by(Attempt.number)
)
_BANK = (
    sa.select(
        Question.id,
        Question.kind,
        Question.level,
        QuestionVersion.number,
        QuestionVersion.content,
    )
    .join(QuizQuestion, QuizQuestion.question_id == Question.id)
    .join(
        QuestionVersion,
        sa.and_(
            QuestionVersion.question_id == Question.id,
            QuestionVersion.number == Question.version,
        ),
    )
    .where(
        QuizQuestion.quiz_id == sa.bindparam("quiz_id"),
        Question.status == QuestionStatus.APPROVED,
    )
    .order_by(QuizQuestion.position)
)


def start_attempt(
    quiz: Quiz, enrolment_id: int, *, seed: int, actor_id: int, at: datetime
) -> Attempt:
    """Begin the next attempt, or go on with the one that is open.

    Runs under the quiz's lock, so that numbers follow each other and a closing misses nobody.
    """
    values = {"quiz_id": quiz.id, "enrolment_id": enrolment_id}
    attempts = list(db.session.scalars(_ATTEMPTS, values))
    latest = attempts[-1] if attempts else None
    if latest is not None and latest.submitted_at is None:
        if at < scoring.accepts_until(latest.deadline_at, quiz.closed_at):
            return latest
        submit_attempt(latest.id, actor_id=None, at=at)
    if scoring.quiz_state(quiz.opened_at, quiz.closed_at, at) is not scoring.QuizState.OPEN:
        raise CannotStartError(_("Tes ini sedang tidak dibuka."))
    if len(attempts) >= quiz.attempts_allowed:
        raise CannotStartError(_("Kesempatan Anda untuk tes ini sudah habis."))
    seen = [each["question_id"] for attempt in attempts for each in attempt.paper["questions"]]
    paper = scoring.build_paper(bank_of(quiz.id), seed, count=quiz.draw, seen=seen)
    if not paper.questions:
        raise CannotStartError(_("Tes ini belum mempunyai soal."))
    attempt = Attempt(
        quiz_id=quiz.id,
        enrolment_id=enrolment_id,
        number=len(attempts) + 1,
        paper=scoring.freeze(paper),
        started_at=at,
        deadline_at=scoring.deadline(at, quiz.minutes, quiz.closed_at),
    )
    db.session.add(attempt)
    audit.record("attempt.started", attempt, actor_id=actor_id, training_id=quiz.training_id)
    return attempt


def bank_of(quiz_id: int) -> list[scoring.PaperQuestion]:
    """The questions a new paper is drawn from; unconfirmed ones are never among them."""
    return [
        scoring.PaperQuestion(
            question_id=question_id,
            version=version,
            kind=kind.value,
            stem=content["stem"],
            options=tuple(
                scoring.Option(
                    option["key"],
                    option["text"],
                    is_fixed=option.get("fixed", False),
                    fraction=option.get("fraction"),
                )
                for option in content["options"]
            ),
            correct=frozenset(each["key"] for each in content["options"] if each["correct"]),
            points=content.get("points", scoring.POINTS_EACH),
            level=level,
        )
        for question_id, kind, level, version, content in db.session.execute(
            _BANK, {"quiz_id": quiz_id}
        )
    ]


class Outcome(StrEnum):
    SAVED = "saved"
    STALE = "stale"  # something newer is stored
    CLOSED = "closed"  # the attempt is over


@dataclass(frozen=True)
class Kept:
    """What became of an answer, and what is stored now."""

    outcome: Outcome
    choices: Sequence[str]
    sequence: int


def _upsert(insert: Any) -> Any:
    """Store an answer in one statement: only into an open attempt, only over an older answer."""
    fresh = insert(Answer.__table__).from_select(
        ["attempt_id", "question_number", "choices", "sequence", "saved_at"],
        sa.select(
            Attempt.id,
            sa.bindparam("at_question", type_=sa.Integer),
            sa.bindparam("with_choices", type_=sa.JSON),
            sa.bindparam("as_sequence", type_=sa.Integer),
            sa.bindparam("on_moment", type_=UTCDateTime),
        ).where(Attempt.id == sa.bindparam("of_attempt"), Attempt.submitted_at.is_(None)),
    )
    return fresh.on_conflict_do_update(
        index_elements=["attempt_id", "question_number"],
        set_={name: fresh.excluded[name] for name in ("choices", "sequence", "saved_at")},
        where=fresh.excluded.sequence > Answer.sequence,
    ).returning(Answer.sequence)


_UPSERT = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
_STORED = (
    sa.select(Attempt.submitted_at, Answer.choices, Answer.sequence)
    .outerjoin(
        Answer,
        sa.and_(
            Answer.attempt_id == Attempt.id,
            Answer.question_number == sa.bindparam("question_number"),
        ),
    )
    .where(Attempt.id == sa.bindparam("attempt_id"))
)


def save_answer(
    attempt_id: int, number: int, choices: list[str], *, sequence: int, at: datetime
) -> Kept:
    """Keep an answer that fits the paper; the caller has checked that and the time.

    Two statements in the usual case. Every arrival is logged. A reply that was lost is asked for
    again with the same number and the same choices: that is a success, not a conflict.
    """
    values = {
        "of_attempt": attempt_id,
        "at_question": number,
        "with_choices": choices,
        "as_sequence": sequence,
        "on_moment": at,
    }
    statement = _UPSERT[db.engine.dialect.name]
    kept = Kept(Outcome.SAVED, choices, sequence)
    if db.session.execute(statement, values).first() is None:
        kept = _why_not(attempt_id, number, choices, sequence)
    event = {
        "attempt_id": attempt_id,
        "question_number": number,
        "choices": choices,
        "sequence": sequence,
        "is_stale": kept.outcome is not Outcome.SAVED,
        "received_at": at,
    }
    db.session.execute(_EVENT, event)
    return kept


_EVENT = sa.insert(AnswerEvent.__table__)  # type: ignore[arg-type]


def _why_not(attempt_id: int, number: int, choices: list[str], sequence: int) -> Kept:
    values = {"attempt_id": attempt_id, "question_number": number}
    submitted_at, stored, newest = db.session.execute(_STORED, values).one()
    if submitted_at is not None:
        return Kept(Outcome.CLOSED, stored or [], newest or 0)
    is_repeated = (stored, newest) == (choices, sequence)
    return Kept(Outcome.SAVED if is_repeated else Outcome.STALE, stored, newest)


def submit_attempt(attempt_id: int, *, actor_id: int | None, at: datetime) -> Attempt:
    """End an attempt with what was saved. The second time the first receipt comes back.

    After the deadline it ends at the deadline, whoever asks and however late.
    """
    take_lock(db.session.connection(), lock_of(attempt_id))
    attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
    if attempt.submitted_at is None:
        is_late = at > attempt.deadline_at
        closed_by = ClosedBy.DEADLINE if is_late else ClosedBy.TRAINEE
        end_attempt(attempt, min(at, attempt.deadline_at), closed_by, actor_id)
    return attempt


def end_attempt(attempt: Attempt, at: datetime, closed_by: ClosedBy, actor_id: int | None) -> None:
    saved = {number: row.choices for number, row in queries.answers(attempt.id).items()}
    result = scoring.score(scoring.thaw(attempt.paper), saved)
    attempt.submitted_at = at
    attempt.closed_by = closed_by
    attempt.points, attempt.out_of, attempt.score = result.points, result.out_of, result.score
    code = crypto.random_code(RECEIPT_LENGTH)
    attempt.receipt = f"{code[:4]}-{code[4:]}"
    audit.record(
        "attempt.submitted",
        attempt,
        actor_id=actor_id,
        training_id=db.session.get_one(Quiz, attempt.quiz_id).training_id,
        closed_by=closed_by.value,
        answered=sum(bool(choices) for choices in saved.values()),
        score=result.score,
    )
