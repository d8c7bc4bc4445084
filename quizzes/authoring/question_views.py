"""One question: how it reads, who approved it, which quizzes ask it, what it was before."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.access import stranger
from lms.db import transaction
from quizzes.authoring import linking, queries, services, usage
from quizzes.authoring.forms import TakeBackForm
from quizzes.authoring.queries import Known
from quizzes.authoring.texts import differences
from quizzes.authoring.words import KIND_NAMES, field_name, label_of

bp = Blueprint("question", __name__, url_prefix="/pelatihan/<code>/soal/butir/<key>")


def known_or_404(key: str) -> Known:
    return queries.question_of(g.training.curriculum_id, key) or stranger()


@bp.get("")
def show(code: str, key: str) -> ResponseReturnValue:
    return _page(known_or_404(key), TakeBackForm(formdata=None))


def _page(question: Known, form: TakeBackForm, problem: str = "") -> str:
    training = g.training
    return render_template(
        "quizzes/authoring/show.html",
        question=question,
        form=form,
        problem=problem,
        decisions=queries.decisions_of(question.id),
        versions=queries.versions_of(question.id),
        uses=linking.uses_of(training, question, clock.now()),
        asked=usage.asked_of(question.id),
        editions=queries.editions_of(training.curriculum_id),
        kind_names=KIND_NAMES,
        field_name=field_name,
    )


@bp.post("/setujui")
def approve(code: str, key: str) -> ResponseReturnValue:
    question = known_or_404(key)
    try:
        with transaction():
            services.approve(g.training, [key], actor_id=current_user.person_id, at=clock.now())
    except services.IncompleteQuestionError as error:
        return _page(question, TakeBackForm(formdata=None), error.message), 422
    flash(_("%(key)s disetujui.", key=key))
    return redirect(url_for(".show", code=code, key=key), 303)


@bp.post("/tarik")
def take_back(code: str, key: str) -> ResponseReturnValue:
    question, form = known_or_404(key), TakeBackForm()
    if not form.validate():
        return _page(question, form), 422
    with transaction():
        services.take_back(
            g.training, key, form.reason.data, actor_id=current_user.person_id, at=clock.now()
        )
    flash(_("Persetujuan %(key)s ditarik. Soal ini tidak ditanyakan lagi.", key=key))
    return redirect(url_for(".show", code=code, key=key), 303)


@bp.get("/versi/<int:number>")
def version(code: str, key: str, number: int) -> ResponseReturnValue:
    question = known_or_404(key)
    versions = queries.versions_of(question.id)
    shown = next((each for each in versions if each.number == number), None) or stranger()
    before = next((each for each in versions if each.number < number), None)
    return render_template(
        "quizzes/authoring/version.html",
        question=question,
        shown=shown,
        earlier=before,
        rows=differences(before.source if before else {}, shown.source),
        label_of=label_of,
    )
