"""The bank of questions as a list, and many of them approved at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms import clock
from lms.db import transaction
from quizzes.authoring import listing, queries, services
from quizzes.authoring.forms import FilterForm
from quizzes.authoring.texts import first_words
from quizzes.authoring.words import KIND_NAMES, field_name

bp = Blueprint("questions", __name__, url_prefix="/pelatihan/<code>/soal")

MOST_AT_ONCE = 100


@bp.get("")
def index(code: str) -> ResponseReturnValue:
    return _list()


def _list(problem: str = "") -> str:
    training = g.training
    form = FilterForm(request.args).offer(
        queries.modules_of(training.curriculum_id), queries.editions_of(training.curriculum_id)
    )
    wanted = form.wanted()
    found = listing.find(training.curriculum_id, training.id, wanted, form.halaman.data or 1)
    return render_template(
        "quizzes/authoring/index.html",
        form=form,
        wanted=wanted,
        is_filtered=wanted != listing.Filter(),
        found=found,
        asking=listing.quizzes_asking(training.id, [row.id for row in found.rows]),
        kind_names=KIND_NAMES,
        field_name=field_name,
        first_words=first_words,
        here=_here(),
        problem=problem,
    )


def _here(**changes: Any) -> dict[str, Any]:
    """What the list was asked for, to ask for it again."""
    names = ("cari", "modul", "jenis", "status", "edisi", "lepas", "halaman")
    kept = {name: request.args[name] for name in names if request.args.get(name)}
    return kept | changes


@bp.post("/setujui")
def approve_many(code: str) -> ResponseReturnValue:
    keys = list(dict.fromkeys(request.form.getlist("soal")))
    if not keys:
        return _list(_("Centang dahulu soal yang Anda setujui.")), 422
    if len(keys) > MOST_AT_ONCE:
        message = _("Paling banyak %(most)s soal dapat disetujui sekaligus.", most=MOST_AT_ONCE)
        return _list(message), 422
    try:
        with transaction():
            done = services.approve(
                g.training, keys, actor_id=current_user.person_id, at=clock.now()
            )
    except services.IncompleteQuestionError as error:
        return _list(error.message), 422
    flash(ngettext("%(num)d soal disetujui.", "%(num)d soal disetujui.", len(done)))
    return redirect(url_for(".index", code=code, **_here()), 303)
