"""Sitting a quiz: beginning an attempt and ending it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from courses.catalogue.models import Curriculum
from lms import audit, crypto
from lms.db import db, take_lock
from quizzes.attempts import papers, queries, scoring, timing
from quizzes.attempts.admission import CannotStartError, check_start
from quizzes.attempts.asking import questions_of
from quizzes.attempts.crossing import form_of
from quizzes.attempts.locks import lock_of
from quizzes.attempts.marks import points_in_force
from quizzes.attempts.models import Attempt, ClosedBy
from quizzes.bank.models import Question, QuestionStatus, QuestionVersion, Quiz, QuizQuestion

RECEIPT_LENGTH = 8


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
    .join(Curriculum, Curriculum.id == Question.curriculum_id)
    .where(
        QuizQuestion.quiz_id == sa.bindparam("quiz_id"),
        Question.status == QuestionStatus.APPROVED,
        Question.edition.in_(["", Curriculum.edition]),
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
        if at < timing.accepts_until(latest.deadline_at, quiz.closed_at):
            return latest
        submit_attempt(latest.id, actor_id=None, at=at)
    granted = check_start(quiz, enrolment_id, used=len(attempts), at=at)
    seen = [each["question_id"] for attempt in attempts for each in attempt.paper["questions"]]
    form_id = form_of(quiz, enrolment_id)
    paper = papers.build_paper(
        bank_of(form_id), seed, count=quiz.draw, seen=seen, wrong_cost=quiz.wrong_cost
    )
    if not paper.questions:
        raise CannotStartError(_("Tes ini belum mempunyai soal."))
    attempt = Attempt(
        quiz_id=quiz.id,
        enrolment_id=enrolment_id,
        form_id=form_id,
        number=len(attempts) + 1,
        paper=papers.freeze(paper),
        started_at=at,
        deadline_at=timing.deadline(at, quiz.minutes, quiz.closed_at, granted.minutes),
    )
    db.session.add(attempt)
    audit.record("attempt.started", attempt, actor_id=actor_id, training_id=quiz.training_id)
    return attempt


def bank_of(quiz_id: int) -> list[papers.PaperQuestion]:
    """The questions a new paper is drawn from; unconfirmed ones are never among them."""
    return [
        question
        for question_id, kind, level, version, content in db.session.execute(
            _BANK, {"quiz_id": quiz_id}
        )
        for question in questions_of(question_id, version, kind.value, content, level=level)
    ]


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
    attempt.submitted_at = at
    attempt.closed_by = closed_by
    settle(attempt, saved, points_in_force(attempt.id))
    code = crypto.random_code(RECEIPT_LENGTH)
    attempt.receipt = f"{code[:4]}-{code[4:]}"
    audit.record(
        "attempt.submitted",
        attempt,
        actor_id=actor_id,
        training_id=db.session.get_one(Quiz, attempt.quiz_id).training_id,
        closed_by=closed_by.value,
        answered=sum(bool(choices) for choices in saved.values()),
        score=attempt.score,
    )


def settle(attempt: Attempt, saved: Mapping[int, Sequence[str]], marks: Mapping[int, int]) -> None:
    """Score what was saved; while an answer waits for a person's mark there is no score."""
    paper = papers.thaw(attempt.paper)
    result = scoring.score(paper, saved, marks)
    attempt.out_of = result.out_of
    is_waiting = scoring.is_waiting(paper, saved, marks)
    attempt.points = None if is_waiting else result.points
    attempt.score = None if is_waiting else result.score
