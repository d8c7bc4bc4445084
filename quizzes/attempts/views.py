"""A trainee's quizzes: the list, the start, the paper, the review, the receipt."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.db import db, transaction
from quizzes.attempts import mine, queries, scoring, services, words
from quizzes.attempts.locks import lock_of, lock_of_quiz
from quizzes.attempts.queries import Sitting
from quizzes.bank.models import Quiz, QuizKind

bp = Blueprint("attempts", __name__)
SEED_BITS = 63


@bp.get("/pelatihan/<code>/tes")
def index(code: str) -> ResponseReturnValue:
    quizzes = mine.quizzes_of(g.training.id, g.enrolment.id, clock.now())
    return render_template("quizzes/index.html", quizzes=quizzes)


@bp.get("/pelatihan/<code>/tes/<quiz_key>")
def intro(code: str, quiz_key: str) -> ResponseReturnValue:
    quiz = _mine_or_404(quiz_key)
    return render_template("quizzes/intro.html", quiz=quiz)


@bp.post("/pelatihan/<code>/tes/<quiz_key>/mulai")
def start(code: str, quiz_key: str) -> ResponseReturnValue:
    quiz = _mine_or_404(quiz_key)
    seed, now = secrets.randbits(SEED_BITS), clock.now()
    try:
        with transaction(lock_of_quiz(quiz.id)):
            services.start_attempt(
                db.session.get_one(Quiz, quiz.id),
                g.enrolment.id,
                seed=seed,
                actor_id=current_user.person_id,
                at=now,
            )
    except services.CannotStartError as refusal:
        flash(refusal.message, "warn")
        if quiz.has_result:
            return redirect(_result_url(quiz_key, quiz.last_result), 303)
        return redirect(url_for(".intro", code=code, quiz_key=quiz_key), 303)
    return redirect(url_for(".work", code=code, quiz_key=quiz_key), 303)


@bp.get("/pelatihan/<code>/tes/<quiz_key>/kerjakan")
def work(code: str, quiz_key: str) -> ResponseReturnValue:
    sitting = sitting_or_404(quiz_key)
    if sitting.submitted_at is not None:
        return redirect(_result_url(quiz_key, sitting.number))
    if not sitting.accepts(clock.now()):
        return render_template("quizzes/time_up.html", sitting=sitting, quiz_key=quiz_key)
    return paper_page(sitting, quiz_key, request.args.get("soal", 1, type=int))


def paper_page(sitting: Sitting, quiz_key: str, number: int, *, error: str = "") -> str:
    """All questions in one page, one of them shown: a script turns the pages without signal."""
    questions = sitting.questions
    return render_template(
        "quizzes/paper.html",
        sitting=sitting,
        quiz_key=quiz_key,
        questions=questions,
        answers=queries.answers(sitting.attempt_id or 0),
        shown=min(max(number, 1), len(questions)),
        remaining=sitting.remaining_seconds(clock.now()),
        error=error,
        save_url=url_for("answers.save", code=g.training.code, quiz_key=quiz_key, number=0)[:-1],
        words=words.of_the_script(),
    )


@bp.get("/pelatihan/<code>/tes/<quiz_key>/periksa")
def review(code: str, quiz_key: str) -> ResponseReturnValue:
    sitting = sitting_or_404(quiz_key)
    if not sitting.accepts(clock.now()):
        return redirect(url_for(".work", code=code, quiz_key=quiz_key))
    answers = queries.answers(sitting.attempt_id or 0)
    total = len(sitting.questions)
    return render_template(
        "quizzes/review.html",
        sitting=sitting,
        quiz_key=quiz_key,
        total=total,
        missing=[n for n in range(1, total + 1) if n not in answers or not answers[n].choices],
        remaining=sitting.remaining_seconds(clock.now()),
    )


@bp.post("/pelatihan/<code>/tes/<quiz_key>/kumpulkan")
def submit(code: str, quiz_key: str) -> ResponseReturnValue:
    sitting = sitting_or_404(quiz_key)
    number = request.form.get("pengerjaan", type=int)
    if number is None:
        abort(400)
    if number == sitting.number and sitting.attempt_id is not None:
        with transaction(lock_of(sitting.attempt_id)):
            services.submit_attempt(
                sitting.attempt_id, actor_id=current_user.person_id, at=clock.now()
            )
    return redirect(_result_url(quiz_key, number), 303)


@bp.get("/pelatihan/<code>/tes/<quiz_key>/hasil/<int:number>")
def result(code: str, quiz_key: str, number: int) -> ResponseReturnValue:
    found = queries.ended_attempt(g.training.id, g.enrolment.id, quiz_key, number)
    quiz = _mine_or_404(quiz_key)
    if found is None:
        abort(404)
    questions = scoring.thaw(found.paper).questions
    # While another attempt is open nothing may give its answers away.
    explains = quiz.kind is QuizKind.MODULE and not quiz.is_being_sat
    return render_template(
        "quizzes/result.html",
        attempt=found,
        quiz=quiz,
        questions=questions,
        answers=queries.answers(found.id),
        explanations=queries.explanations(questions) if explains else None,
    )


def sitting_or_404(quiz_key: str) -> Sitting:
    """The trainee's latest attempt, g.training and g.enrolment being those of the request."""
    sitting = queries.sitting(g.training.id, g.enrolment.id, quiz_key)
    if sitting is None or sitting.attempt_id is None:
        abort(404)
    return sitting


def _mine_or_404(quiz_key: str) -> mine.Mine:
    quiz = mine.quiz_of(g.training.id, g.enrolment.id, quiz_key, clock.now())
    if quiz is None:
        abort(404)
    return quiz


def _result_url(quiz_key: str, number: int | None) -> str:
    return url_for(".result", code=g.training.code, quiz_key=quiz_key, number=number)
