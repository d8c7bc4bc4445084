"""The quizzes of a training for its trainers and organisers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.engine import Row

from lms import clock
from lms.db import db, transaction
from lms.exports import XLSX
from lms.people.regions import BY_CODE
from quizzes.attempts.locks import lock_of_quiz
from quizzes.attempts.timing import quiz_state
from quizzes.bank.models import Quiz
from quizzes.supervision import queries, services
from quizzes.supervision.forms import OpenForm
from quizzes.supervision.marks import marks_xlsx

bp = Blueprint("supervision", __name__)


@bp.get("/pelatihan/<code>/tes/kelola")
def index(code: str) -> ResponseReturnValue:
    rows = queries.overview(g.training.id)
    return render_template("quizzes/supervision.html", rows=rows, state=state_of)


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>")
def results(code: str, quiz_key: str) -> ResponseReturnValue:
    return _results_page(row_or_404(quiz_key), OpenForm())


@bp.post("/pelatihan/<code>/tes/kelola/<quiz_key>/buka")
def open_now(code: str, quiz_key: str) -> ResponseReturnValue:
    row, form = row_or_404(quiz_key), OpenForm()
    if not form.validate_on_submit():
        return _results_page(row, form), 422
    quiz_id, title, now = row.Quiz.id, row.Quiz.title, clock.now()
    with transaction(lock_of_quiz(quiz_id)):
        quiz = db.session.get_one(Quiz, quiz_id)
        who = {"actor_id": current_user.person_id, "at": now}
        is_new = services.open_quiz(quiz, closes_at=form.closes_at, **who)
    flash(
        _("%(title)s dibuka.", title=title) if is_new else _("%(title)s sudah dibuka.", title=title)
    )
    return redirect(url_for(".index", code=code), 303)


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>/tutup")
def ask_close(code: str, quiz_key: str) -> ResponseReturnValue:
    return render_template("quizzes/close.html", row=row_or_404(quiz_key))


@bp.post("/pelatihan/<code>/tes/kelola/<quiz_key>/tutup")
def close(code: str, quiz_key: str) -> ResponseReturnValue:
    row = row_or_404(quiz_key)
    quiz_id, title, now = row.Quiz.id, row.Quiz.title, clock.now()
    with transaction(lock_of_quiz(quiz_id)):
        quiz = db.session.get_one(Quiz, quiz_id)
        ended = services.close_quiz(quiz, actor_id=current_user.person_id, at=now)
    collected = ngettext(
        "%(num)d pengerjaan dikumpulkan.", "%(num)d pengerjaan dikumpulkan.", ended
    )
    flash(_("%(title)s ditutup.", title=title) + (f" {collected}" if ended else ""))
    return redirect(url_for(".index", code=code), 303)


@bp.get("/pelatihan/<code>/nilai.xlsx")
def marks(code: str) -> ResponseReturnValue:
    response = Response(marks_xlsx(g.training, at=clock.now()), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="nilai-{code}.xlsx"'
    return response


def _results_page(row: Row[Any], form: OpenForm) -> str:
    return render_template(
        "quizzes/results.html",
        row=row,
        form=form,
        state=state_of(row.Quiz),
        seats=queries.results(g.training.id, row.Quiz.id),
        regions=BY_CODE,
    )


def row_or_404(quiz_key: str) -> Row[Any]:
    row = queries.overview_of(g.training.id, quiz_key)
    if row is None:
        abort(404)
    return row


def state_of(quiz: Quiz) -> str:
    return quiz_state(quiz.opened_at, quiz.closed_at, clock.now()).value
