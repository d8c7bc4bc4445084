"""One question and one quiz: taking it in, letting it go."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.access import stranger
from lms.db import transaction
from quizzes.authoring import linking
from quizzes.authoring.forms import UseForm
from quizzes.authoring.linking import Use
from quizzes.authoring.queries import Known
from quizzes.authoring.question_views import known_or_404
from quizzes.authoring.rules import refusal_to_add, refusal_to_remove
from quizzes.authoring.services import refuse_if_closed

bp = Blueprint("question_use", __name__, url_prefix="/pelatihan/<code>/soal/butir/<key>/tes")


@bp.get("/<quiz_key>")
def ask(code: str, key: str, quiz_key: str) -> ResponseReturnValue:
    question = known_or_404(key)
    refuse_if_closed(g.training)
    return _page(question, _use_or_404(question, quiz_key), UseForm(formdata=None))


@bp.post("/<quiz_key>/tambah")
def add(code: str, key: str, quiz_key: str) -> ResponseReturnValue:
    return _write(key, quiz_key, is_adding=True)


@bp.post("/<quiz_key>/lepas")
def remove(code: str, key: str, quiz_key: str) -> ResponseReturnValue:
    return _write(key, quiz_key, is_adding=False)


def _write(key: str, quiz_key: str, *, is_adding: bool) -> ResponseReturnValue:
    question, form, at = known_or_404(key), UseForm(), clock.now()
    use = _use_or_404(question, quiz_key)
    write = linking.add_to_quiz if is_adding else linking.remove_from_quiz
    try:
        with transaction():
            question = known_or_404(key)
            use = _use_or_404(question, quiz_key)
            write(
                g.training, use, question, is_sure=form.is_sure.data,
                actor_id=current_user.person_id, at=at,
            )  # fmt: skip
    except linking.OpenQuizError as error:
        form.is_sure.errors = [error.message]
        return _page(question, use, form), 422
    names = {"key": key, "title": use.title}
    flash(
        _("%(key)s kini ditanyakan di %(title)s.", **names)
        if is_adding
        else _("%(key)s tidak ditanyakan lagi di %(title)s.", **names)
    )
    return redirect(url_for("question.show", code=g.training.code, key=key), 303)


def _use_or_404(question: Known, quiz_key: str) -> Use:
    uses = linking.uses_of(g.training, question, clock.now())
    return next((use for use in uses if use.key == quiz_key), None) or stranger()


def _page(question: Known, use: Use, form: UseForm) -> str:
    return render_template(
        "quizzes/authoring/use.html", question=question, use=use, form=form,
        refusal=refusal_to_remove(use.place) if use.asks
        else refusal_to_add(use.place),
    )  # fmt: skip
