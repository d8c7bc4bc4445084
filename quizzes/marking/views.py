"""Answers that wait for a mark: by quiz and question, and one after the other."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.db import transaction
from lms.i18n import format_score
from quizzes.attempts.locks import lock_of
from quizzes.marking import queries, services
from quizzes.marking.forms import MarkForm
from quizzes.marking.permissions import markable_work
from quizzes.marking.queries import Around, Entry, Topic
from quizzes.marking.work import Work

bp = Blueprint("marking", __name__)


@bp.get("/pelatihan/<code>/tes/penilaian")
def index(code: str) -> ResponseReturnValue:
    found = queries.entries(g.training.id)
    return render_template(
        "quizzes/marking/index.html",
        quizzes=queries.by_quiz(found),
        waiting=sum(entry.is_waiting for entry in found),
        me=current_user.person_id,
    )


@bp.get("/pelatihan/<code>/tes/penilaian/soal/<quiz_key>/<int:question_id>/<int:part>")
def question(code: str, quiz_key: str, question_id: int, part: int) -> ResponseReturnValue:
    topics = queries.by_topic(queries.entries(g.training.id, quiz_key))
    found = topics.get(Topic(quiz_key, question_id, part))
    if found is None:
        abort(404)
    return render_template(
        "quizzes/marking/question.html", entries=found, me=current_user.person_id
    )


@bp.get("/pelatihan/<code>/tes/penilaian/jawaban/<int:attempt_id>/<int:number>")
def page(code: str, attempt_id: int, number: int) -> ResponseReturnValue:
    work = markable_work(attempt_id, number)
    mark = work.mark
    said = {"points": format_score(mark.points), "comment": mark.comment} if mark else {}
    return _page(work, MarkForm(formdata=None, revision=work.revision, **said))


@bp.post("/pelatihan/<code>/tes/penilaian/jawaban/<int:attempt_id>/<int:number>")
def mark(code: str, attempt_id: int, number: int) -> ResponseReturnValue:
    work, form = markable_work(attempt_id, number), MarkForm()
    judgement = form.judgement(work)
    if judgement is None:
        return _page(work, form), 422
    who, name = current_user.person_id, work.name
    try:
        with transaction(lock_of(attempt_id)):
            services.mark_answer(attempt_id, number, judgement, marker_id=who, at=clock.now())
    except services.StaleMarkError as error:
        work = markable_work(attempt_id, number)
        form.revision.data = work.revision  # saving again is decided with both in sight
        return _page(work, form, conflict=error.message), 409
    points = format_score(judgement.points)
    flash(_("Jawaban %(name)s dinilai %(points)s.", name=name, points=points))
    return redirect(_onward(attempt_id, number), 303)


def _page(work: Work, form: MarkForm, *, conflict: str = "") -> str:
    return render_template(
        "quizzes/marking/answer.html",
        work=work,
        form=form,
        conflict=conflict,
        around=_around(work.quiz.key, work.attempt.id, work.number),
    )


def _around(quiz_key: str, attempt_id: int, number: int) -> Around:
    found = queries.entries(g.training.id, quiz_key)
    return queries.around(found, attempt_id, number, current_user.person_id)


def _onward(attempt_id: int, number: int) -> str:
    """To the next answer to the same question that waits, else back to the list."""
    work = markable_work(attempt_id, number)
    following: Entry | None = _around(work.quiz.key, attempt_id, number).following
    if following is None:
        return url_for(".index", code=g.training.code)
    return url_for(
        ".page",
        code=g.training.code,
        attempt_id=following.attempt_id,
        number=following.number,
    )
