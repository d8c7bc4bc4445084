"""Gathers what the floors below know about a trainee, the same for one and for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from certificates.decisions.eligibility import Evidence
from courses.attendance import queries as attendance
from courses.attendance.totals import AttendanceTotals, Standing
from courses.catalogue.models import Module
from courses.fieldwork import queries as fieldwork
from courses.trainings.models import Training
from courses.workreports import queries as workreports
from lms.db import db
from quizzes.attempts import queries as attempts
from quizzes.attempts.queries import Marks
from quizzes.bank.models import Quiz, QuizKind
from quizzes.practice import queries as practice
from quizzes.rubrics import queries as rubrics
from quizzes.rubrics.queries import NO_PLAN, PlanResult


@dataclass(frozen=True)
class QuizLine:
    key: str
    kind: QuizKind
    module_code: str | None


@dataclass(frozen=True)
class Deeds:
    """What a trainee did beside sitting and answering."""

    has_signed: bool
    has_reported: bool
    practice: int | None  # hundredths


_QUIZZES = (
    sa.select(Quiz.key, Quiz.kind, Module.code)
    .outerjoin(Module, Module.id == Quiz.module_id)
    .where(Quiz.training_id == sa.bindparam("training_id"))
)


def _quizzes(training_id: int) -> list[QuizLine]:
    return [QuizLine(*row) for row in db.session.execute(_QUIZZES, {"training_id": training_id})]


def gather_all(training: Training, rules: Mapping[str, Any] | None = None) -> dict[int, Evidence]:
    """The evidence of every trainee, by enrolment, in as many statements for 5 as for 200.

    By the training's rules, or by those that a decision has frozen.
    """
    rules = training.rules if rules is None else rules
    quizzes = _quizzes(training.id)
    marks = attempts.marks_of_all(training.id)
    plans = rubrics.plan_results(training.id)
    signed = fieldwork.signed_commitments(training.id)
    practised = practice.scores_of_all(training.id)
    waits = rules["certificate_waits_for_report"]
    reported = workreports.accepted_reports(training.id) if waits else set()
    return {
        seat: _evidence(
            totals,
            quizzes,
            marks.get(seat, Marks()),
            plans.get(seat, NO_PLAN),
            Deeds(seat in signed, seat in reported, practised.get(seat)),
            rules=rules,
        )
        for seat, totals in attendance.totals_of_all(training).items()
    }


def gather(training: Training, seat: int, rules: Mapping[str, Any] | None = None) -> Evidence:
    rules = training.rules if rules is None else rules
    waits = rules["certificate_waits_for_report"]
    return _evidence(
        attendance.totals_of(training, seat),
        _quizzes(training.id),
        attempts.marks_of(seat),
        rubrics.plan_result_of(seat),
        Deeds(
            has_signed=fieldwork.has_signed_commitment(seat),
            has_reported=waits and workreports.has_accepted_report(seat),
            practice=practice.score_of(seat),
        ),
        rules=rules,
    )


def _evidence(
    totals: AttendanceTotals,
    quizzes: list[QuizLine],
    marks: Marks,
    plan: PlanResult,
    deeds: Deeds,
    *,
    rules: Mapping[str, Any],
) -> Evidence:
    pre_test = next((quiz.key for quiz in quizzes if quiz.kind is QuizKind.PRETEST), "")
    best = marks.best.get(rules["post_test"])
    has_passed = best is not None and best >= rules["post_test_pass"]
    return Evidence(
        attended_minutes=totals.attended_minutes,
        lesson_minutes=totals.total_minutes,
        days_present=totals.days_present,
        days=totals.days,
        unmarked_meetings=sum(result.standing is Standing.UNMARKED for result in totals.results),
        pre_test=marks.best.get(pre_test),
        post_test=best,
        post_test_waits=rules["post_test"] in marks.waiting and not has_passed,
        module_scores={
            quiz.module_code: marks.best[quiz.key]
            for quiz in quizzes
            if quiz.module_code and quiz.key in marks.best
        },
        work_plan=plan.score,
        work_plan_accepted=plan.is_accepted,
        commitment_signed=deeds.has_signed,
        # Where the certificate does not wait for it, a report that comes later changes nothing.
        work_report_accepted=deeds.has_reported,
        topic_minutes={result.topic.code: result.minutes for result in totals.topics},
        practice=deeds.practice,
        module_quizzes=len({quiz.module_code for quiz in quizzes if quiz.module_code}),
    )


def without(evidence: Evidence, training: Training, untold: Collection[str]) -> Evidence:
    """What a trainee may be told: without the scores of these quizzes, named by key."""
    if not untold:
        return evidence
    pre_test = next((q.key for q in _quizzes(training.id) if q.kind is QuizKind.PRETEST), "")
    if training.rules["post_test"] in untold:
        evidence = replace(evidence, post_test=None, post_test_waits=False)
    return replace(evidence, pre_test=None) if pre_test in untold else evidence
