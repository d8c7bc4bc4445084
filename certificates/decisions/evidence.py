"""Gathers what the floors below know about a trainee, the same for one and for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from certificates.decisions.eligibility import Evidence
from courses.attendance import queries as attendance
from courses.attendance.totals import AttendanceTotals, Standing
from courses.catalogue.models import Module
from courses.fieldwork import queries as fieldwork
from courses.trainings.models import Training
from lms.db import db
from quizzes.attempts import queries as attempts
from quizzes.bank.models import Quiz, QuizKind
from quizzes.rubrics import queries as rubrics
from quizzes.rubrics.queries import NO_PLAN, PlanResult


@dataclass(frozen=True)
class QuizLine:
    key: str
    kind: QuizKind
    module_code: str | None


_QUIZZES = (
    sa.select(Quiz.key, Quiz.kind, Module.code)
    .outerjoin(Module, Module.id == Quiz.module_id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
)


def _quizzes(training_id: int) -> list[QuizLine]:
    return [QuizLine(*row) for row in db.session.execute(_QUIZZES, {"training_id": training_id})]


def gather_all(training: Training) -> dict[int, Evidence]:
    """The evidence of every trainee, by enrolment, in as many statements for 5 as for 200."""
    quizzes = _quizzes(training.id)
    scores = attempts.best_scores(training.id)
    plans = rubrics.plan_results(training.id)
    signed = fieldwork.signed_commitments(training.id)
    return {
        seat: _evidence(
            totals,
            quizzes,
            scores.get(seat, {}),
            plans.get(seat, NO_PLAN),
            has_signed=seat in signed,
            post_test=training.rules["post_test"],
        )
        for seat, totals in attendance.totals_of_all(training).items()
    }


def gather(training: Training, seat: int) -> Evidence:
    return _evidence(
        attendance.totals_of(training, seat),
        _quizzes(training.id),
        attempts.best_scores_of(seat),
        rubrics.plan_result_of(seat),
        has_signed=fieldwork.has_signed_commitment(seat),
        post_test=training.rules["post_test"],
    )


def _evidence(
    totals: AttendanceTotals,
    quizzes: list[QuizLine],
    scores: Mapping[str, int],
    plan: PlanResult,
    *,
    has_signed: bool,
    post_test: str,
) -> Evidence:
    pre_test = next((quiz.key for quiz in quizzes if quiz.kind is QuizKind.PRETEST), "")
    return Evidence(
        attended_minutes=totals.attended_minutes,
        lesson_minutes=totals.total_minutes,
        days_present=totals.days_present,
        days=totals.days,
        unmarked_meetings=sum(result.standing is Standing.UNMARKED for result in totals.results),
        pre_test=scores.get(pre_test),
        post_test=scores.get(post_test),
        module_scores={
            quiz.module_code: scores[quiz.key]
            for quiz in quizzes
            if quiz.module_code and quiz.key in scores
        },
        work_plan=plan.score,
        work_plan_accepted=plan.is_accepted,
        commitment_signed=has_signed,
    )
