"""A test in the room: somebody got more time, and answers of two people came too late."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from courses.trainings.models import Enrolment, Training
from lms.db import db, transaction
from quizzes.attempts.keeping import Stamp, save_answer
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Quiz
from quizzes.supervision import acting, late_queries, late_services
from quizzes.supervision.rules import Act
from tests.browser.doings import NOW, TRAINEE, Live

OPEN_CASE, DECIDED_CASE = 12, 13


def look_after(live: Live, training: Training) -> None:
    trainer = live.people["trainer"]
    quizzes = {
        quiz.key: quiz
        for quiz in db.session.scalars(sa.select(Quiz).where(Quiz.training_id == training.id))
    }
    with transaction():
        _give_time(quizzes["kuis-ps-02"], live.seats[TRAINEE], trainer)
        ended = quizzes["tes-awal"]
        for place in (OPEN_CASE, DECIDED_CASE):
            attempt = _send_late(ended, live.seats[place])
            live.places["late_attempt"] = live.places.get("late_attempt", str(attempt.id))
        case = late_queries.case_of(training.id, ended.key, attempt.id)
        assert case is not None
        reason = "Ponselnya kehabisan daya; pengawas melihat jawabannya di layar."
        verdict = late_services.Verdict(True, reason, case.seen, trainer, NOW)
        late_services.decide(ended, attempt.id, verdict)


def _give_time(quiz: Quiz, seat: int, trainer: int) -> None:
    enrolment = db.session.get_one(Enrolment, seat)
    shown = acting.subject_of(quiz, enrolment, NOW).seen
    reason = "Laptop panitia padam, sinyal hilang sepuluh menit."
    order = acting.Order(Act.EXTRA_TIME, reason, shown, trainer, NOW, minutes=10)
    acting.act(quiz, enrolment, order)


def _send_late(quiz: Quiz, seat: int) -> Attempt:
    """The last three answers of an attempt, changed on a phone that had no signal."""
    attempt = db.session.scalars(
        sa.select(Attempt).where(Attempt.quiz_id == quiz.id, Attempt.enrolment_id == seat)
    ).one()
    questions = attempt.paper["questions"]
    for number, question in list(enumerate(questions, start=1))[-3:]:
        stamp = Stamp(made_at=NOW - timedelta(minutes=2))
        choices = sorted(question["correct"])
        save_answer(attempt.id, number, choices, sequence=2, at=NOW, stamp=stamp)
    return attempt
