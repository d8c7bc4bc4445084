"""Tests on paper: the list of printed papers, and their files."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.db import db, let_go, transaction
from quizzes.attempts.locks import lock_of_quiz
from quizzes.bank.models import Quiz
from quizzes.printed import printing, queries, services
from quizzes.printed.forms import PrintForm
from quizzes.printed.permissions import printed_or_404
from quizzes.printed.words import STAGES

bp = Blueprint("printed", __name__, url_prefix="/pelatihan/<code>/tes/kelola/<quiz_key>/kertas")
SEED_BITS = 63


@bp.get("")
def index(code: str, quiz_key: str) -> ResponseReturnValue:
    return _index_page(_quiz_or_404(quiz_key), PrintForm())


@bp.post("")
def make(code: str, quiz_key: str) -> ResponseReturnValue:
    quiz, form = _quiz_or_404(quiz_key), PrintForm()
    form.offer(quiz)
    if not form.validate():
        return _index_page(quiz, form), 422
    quiz_id, form_id, seed = quiz.id, int(form.form.data), secrets.randbits(SEED_BITS)
    here = url_for(".index", code=code, quiz_key=quiz_key)
    with transaction(lock_of_quiz(quiz_id)):
        if form.known.data != str(len(queries.printed_of(g.training.id, quiz_key))):
            return redirect(here, 303)  # pressed twice
        row = services.print_paper(
            db.session.get_one(Quiz, quiz_id),
            form_id,
            seed=seed,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
        paper_code = row.code
    flash(_("Naskah %(code)s dibuat. Unduh lalu cetak berkasnya.", code=paper_code))
    return redirect(here, 303)


def _index_page(quiz: Quiz, form: PrintForm) -> str:
    printed = queries.printed_of(g.training.id, quiz.key)
    form.offer(quiz)
    form.form.data = form.form.data or str(quiz.id)
    form.known.data = str(len(printed))
    return render_template(
        "quizzes/printed/index.html",
        quiz=quiz,
        form=form,
        printed=printed,
        counts=queries.counts_of(printed),
        stages=STAGES,
    )


@bp.get("/<paper_code>/soal.pdf")
def paper_file(code: str, quiz_key: str, paper_code: str) -> ResponseReturnValue:
    printed = printed_or_404(quiz_key, paper_code)
    return _file(printing.paper_html(g.training, printed), f"tes-{code}-{paper_code}.pdf")


@bp.get("/<paper_code>/kunci.pdf")
def key_file(code: str, quiz_key: str, paper_code: str) -> ResponseReturnValue:
    printed = printed_or_404(quiz_key, paper_code)
    return _file(printing.key_html(g.training, printed), f"kunci-{code}-{paper_code}.pdf")


def _file(html: str, name: str) -> Response:
    let_go()
    answer = Response(printing.print_file(html), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _quiz_or_404(quiz_key: str) -> Quiz:
    return queries.quiz_of(g.training.id, quiz_key) or abort(404)
