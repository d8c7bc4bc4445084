"""Correcting a key: choose how, see who gains and who loses, say why, and look back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.access import stranger
from lms.db import transaction
from lms.errors import DomainError
from quizzes.authoring.queries import Known
from quizzes.authoring.question_views import known_or_404
from quizzes.regrading import queries, services, words
from quizzes.regrading.forms import CorrectionForm
from quizzes.regrading.planning import Plan, plan
from quizzes.regrading.rules import Way
from quizzes.regrading.services import Correction

bp = Blueprint("regrading", __name__, url_prefix="/pelatihan/<code>/soal/butir/<key>/koreksi")


@bp.get("")
def choose(code: str, key: str) -> ResponseReturnValue:
    question = known_or_404(key)
    return render_template(
        "quizzes/regrading/choose.html",
        question=question,
        asked=len(queries.papers_asking(g.training.id, question.id)),
        done=queries.done_of(g.training.id, question.id),
        words=words,
        Way=Way,
    )


@bp.get("/<way>")
def preview(code: str, key: str, way: str) -> ResponseReturnValue:
    return _page(known_or_404(key), _way_or_404(way), CorrectionForm(formdata=None))


def _way_or_404(way: str) -> Way:
    return Way(way) if way in set(Way) else abort(404)


def _page(question: Known, way: Way, form: CorrectionForm, problem: str = "") -> str:
    """The form carries the digest of what this page says, never of an older one."""
    found: Plan | None = None
    try:
        services.refuse(g.training, question, way)
        found = plan(g.training, question, way)
        form.shown.data = found.digest
    except services.CannotCorrectError as refusal:
        problem = refusal.message
    return render_template(
        "quizzes/regrading/preview.html",
        question=question,
        way=way,
        found=found,
        form=form,
        problem=problem,
        words=words,
    )


@bp.post("/<way>")
def apply(code: str, key: str, way: str) -> ResponseReturnValue:
    form, training, wanted = CorrectionForm(), g.training, _way_or_404(way)
    if not form.validate():
        return _page(known_or_404(key), wanted, form), 422
    try:
        with transaction(services.lock_of_corrections(training.id)):
            regrade = services.correct(
                training,
                lambda: known_or_404(key),
                Correction(wanted, form.shown.data, form.reason.data),
                actor_id=current_user.person_id,
                at=clock.now(),
            )
            number = regrade.id
    except DomainError as error:
        return _page(known_or_404(key), wanted, form, error.message), error.status
    flash(_("Koreksi diterapkan."))
    return redirect(url_for(".done", code=code, key=key, number=number), 303)


@bp.get("/riwayat/<int:number>")
def done(code: str, key: str, number: int) -> ResponseReturnValue:
    question = known_or_404(key)
    found = next(
        (each for each in queries.done_of(g.training.id, question.id) if each.id == number), None
    )
    return render_template(
        "quizzes/regrading/done.html",
        question=question,
        found=found or stranger(),
        changes=queries.changes_of(number),
        words=words,
    )
