"""A trainee's quizzes: the list, the start, the paper, the review."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock, worker
from lms.db import db, transaction
from lms.errors import wants_json
from lms.i18n import format_clock
from quizzes.attempts import (
    answer_files,
    forms,
    mine,
    queries,
    scoring,
    services,
    showing_words,
    terms,
    words,
)
from quizzes.attempts.admission import CannotStartError
from quizzes.attempts.locks import lock_of, lock_of_quiz
from quizzes.attempts.models import AnswerFile
from quizzes.attempts.papers import PaperQuestion
from quizzes.attempts.queries import Sitting
from quizzes.attempts.remarks import remark_on
from quizzes.bank.models import Quiz

bp = Blueprint("attempts", __name__)
SEED_BITS = 63


@bp.get("/pelatihan/<code>/tes")
def index(code: str) -> ResponseReturnValue:
    quizzes = mine.quizzes_of(g.training.id, g.enrolment.id, clock.now())
    return render_template("quizzes/index.html", quizzes=quizzes)


@bp.get("/pelatihan/<code>/tes/<quiz_key>")
def intro(code: str, quiz_key: str) -> ResponseReturnValue:
    quiz = mine_or_404(quiz_key)
    untold = showing_words.of_score(quiz.showing)
    return render_template(
        "quizzes/intro.html", quiz=quiz, untold=untold, wrong_costs=terms.wrong_costs(quiz.id)
    )


@bp.post("/pelatihan/<code>/tes/<quiz_key>/mulai")
def start(code: str, quiz_key: str) -> ResponseReturnValue:
    quiz = mine_or_404(quiz_key)
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
    except CannotStartError as refusal:
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
    return worker.kept(paper_page(sitting, quiz_key, request.args.get("soal", 1, type=int)))


def paper_page(sitting: Sitting, quiz_key: str, number: int, *, error: str = "") -> str:
    """All questions in one page, one of them shown: a script turns the pages without signal."""
    questions = sitting.questions
    return render_template(
        "quizzes/paper.html",
        sitting=sitting,
        quiz_key=quiz_key,
        questions=questions,
        answers=queries.answers(sitting.attempt_id or 0),
        files=files_of(questions, sitting.attempt_id or 0),
        shown=min(max(number, 1), len(questions)),
        remaining=sitting.remaining_seconds(clock.now()),
        error=error,
        words=words.of_the_script(),
        remark_on=remark_on,
    )


def files_of(questions: Sequence[PaperQuestion], attempt_id: int) -> dict[int, AnswerFile]:
    """The files handed in, read only where a question asks for one."""
    asks = any(question.kind == scoring.FILE for question in questions)
    return answer_files.files_of(attempt_id) if asks else {}


@bp.get("/pelatihan/<code>/tes/<quiz_key>/periksa")
def review(code: str, quiz_key: str) -> ResponseReturnValue:
    sitting = sitting_or_404(quiz_key)
    if not sitting.accepts(clock.now()):
        return redirect(url_for(".work", code=code, quiz_key=quiz_key))
    answers = queries.answers(sitting.attempt_id or 0)
    given = {n: answer.choices for n, answer in answers.items() if answer.choices}
    questions = dict(enumerate(sitting.questions, start=1))
    return render_template(
        "quizzes/review.html",
        sitting=sitting,
        quiz_key=quiz_key,
        total=len(questions),
        missing=[n for n in questions if n not in given],
        remarks=_remarks(questions, given),
        remaining=sitting.remaining_seconds(clock.now()),
    )


def _remarks(
    questions: Mapping[int, PaperQuestion], given: Mapping[int, Sequence[str]]
) -> dict[int, str]:
    """What is said of answers that look unmeant, by question number."""
    found = {n: remark_on(question, given.get(n, ())) for n, question in questions.items()}
    return {n: words.remark(each, questions[n]) for n, each in found.items() if each}


@bp.post("/pelatihan/<code>/tes/<quiz_key>/kumpulkan")
def submit(code: str, quiz_key: str) -> ResponseReturnValue:
    sitting = sitting_or_404(quiz_key)
    number = request.form.get("pengerjaan", type=int)
    if request.is_json:
        number = forms.attempt_named(request.get_json(silent=True))
    if number is None:
        abort(400)
    if number == sitting.number and sitting.attempt_id is not None:
        with transaction(lock_of(sitting.attempt_id)):
            services.submit_attempt(
                sitting.attempt_id, actor_id=current_user.person_id, at=clock.now()
            )
    if wants_json():
        return _receipt(quiz_key, number)
    return redirect(_result_url(quiz_key, number), 303)


def _receipt(quiz_key: str, number: int) -> ResponseReturnValue:
    ended = queries.ended_attempt(g.training.id, g.enrolment.id, quiz_key, number)
    if ended is None or ended.submitted_at is None:
        abort(404)
    return jsonify(
        receipt=ended.receipt,
        submitted_at=format_clock(ended.submitted_at),
        answered=sum(bool(given.choices) for given in queries.answers(ended.id).values()),
        result=_result_url(quiz_key, number),
    )


def sitting_or_404(quiz_key: str) -> Sitting:
    """The trainee's latest attempt, g.training and g.enrolment being those of the request."""
    sitting = queries.sitting(g.training.id, g.enrolment.id, quiz_key)
    if sitting is None or sitting.attempt_id is None:
        abort(404)
    return sitting


def mine_or_404(quiz_key: str) -> mine.Mine:
    quiz = mine.quiz_of(g.training.id, g.enrolment.id, quiz_key, clock.now())
    if quiz is None:
        abort(404)
    return quiz


def _result_url(quiz_key: str, number: int | None) -> str:
    return url_for(".result", code=g.training.code, quiz_key=quiz_key, number=number)
