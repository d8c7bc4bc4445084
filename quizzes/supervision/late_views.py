"""Staff look at answers that arrived after the end, and let them count or not."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup, escape

from lms import clock
from lms.db import db, transaction
from lms.people.regions import BY_CODE
from quizzes.attempts.explaining import lines_of
from quizzes.attempts.locks import lock_of_quiz
from quizzes.attempts.papers import PaperQuestion
from quizzes.bank.models import Quiz
from quizzes.bank.shown import Shown
from quizzes.supervision import late_queries, late_services, words
from quizzes.supervision.acting import StaleActError
from quizzes.supervision.forms import LateForm
from quizzes.supervision.late_queries import LateCase
from quizzes.supervision.late_services import Verdict
from quizzes.supervision.views import bp, row_or_404


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>/terlambat")
def late(code: str, quiz_key: str) -> ResponseReturnValue:
    return render_template(
        "quizzes/supervision/late.html",
        quiz=row_or_404(quiz_key).Quiz,
        cases=late_queries.cases(g.training.id, quiz_key),
        regions=BY_CODE,
        me=current_user.person_id,
        words=words,
        answer=answer_html,
    )


@bp.route(
    "/pelatihan/<code>/tes/kelola/<quiz_key>/terlambat/<int:attempt_id>", methods=["GET", "POST"]
)
def late_answers(code: str, quiz_key: str, attempt_id: int) -> ResponseReturnValue:
    quiz_id, form, case = row_or_404(quiz_key).Quiz.id, LateForm(), _case(quiz_key, attempt_id)
    if request.method == "GET":
        return _page(quiz_key, case, form)
    if not form.validate():
        return _page(quiz_key, case, form), 422
    verdict = form.spoken(current_user.person_id, clock.now())
    try:
        with transaction(lock_of_quiz(quiz_id)):
            quiz = db.session.get_one(Quiz, quiz_id)
            late_services.decide(quiz, attempt_id, verdict)
    except StaleActError as error:
        case = _case(quiz_key, attempt_id)
        return _page(quiz_key, case, form, conflict=error.message), 409
    flash(_told(case, verdict))
    return redirect(url_for(".late", code=code, quiz_key=quiz_key), 303)


def _case(quiz_key: str, attempt_id: int) -> LateCase:
    case = late_queries.case_of(g.training.id, quiz_key, attempt_id)
    if case is None:
        abort(404)
    return case


def _page(quiz_key: str, case: LateCase, form: LateForm, *, conflict: str = "") -> str:
    if request.method == "GET" or conflict:
        form.seen.data = case.seen
    quiz: Quiz = row_or_404(quiz_key).Quiz
    return render_template(
        "quizzes/supervision/late_answers.html",
        quiz=quiz,
        may_see_answers=Shown.AT_ONCE in {quiz.answers_shown, quiz.explanations_shown},
        case=case,
        form=form,
        conflict=conflict,
        me=current_user.person_id,
        words=words,
        answer=answer_html,
    )


def _told(case: LateCase, verdict: Verdict) -> str:
    if not verdict.is_accepted:
        return str(_("Jawaban %(name)s yang terlambat tidak diterima.", name=case.name))
    return str(_("Jawaban %(name)s yang terlambat diterima dan dinilai.", name=case.name))


def answer_html(question: PaperQuestion, choices: Sequence[str]) -> Markup:
    """An answer as a person reads it; what was typed is escaped."""
    if not any(choices):
        return escape(_("kosong"))
    lines = [line for line in lines_of(question, choices, {}) if line.is_chosen]
    if not lines:
        return escape(choices[0])
    parts = [f"{line.html} → {line.given}" if line.given else line.html for line in lines]
    return Markup("; ").join(Markup(part) for part in parts)  # noqa: S704 - cleaned with the paper
