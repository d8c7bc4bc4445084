"""The settings of one quiz."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.db import let_go, transaction
from quizzes.bank import settings
from quizzes.settings import queries, services
from quizzes.settings.forms import SettingsForm
from quizzes.settings.queries import Setup
from quizzes.settings.words import Difference, differences

bp = Blueprint("quiz_settings", __name__)


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>/atur")
def edit(code: str, quiz_key: str) -> ResponseReturnValue:
    setup = _setup_or_404(quiz_key)
    return _page(setup, SettingsForm.of(setup))


@bp.post("/pelatihan/<code>/tes/kelola/<quiz_key>/atur")
def save(code: str, quiz_key: str) -> ResponseReturnValue:
    setup, form, who = _setup_or_404(quiz_key), SettingsForm(), current_user.person_id
    wanted = form.facts(setup)
    if wanted is None:
        return _page(setup, form), 422
    quiz_id, title, lock = setup.quiz.id, setup.quiz.title, services.lock_of(setup.quiz)
    try:
        with transaction(lock):
            is_changed = services.change_settings(
                quiz_id, wanted, form.revision.data or "", actor_id=who
            )
    except services.StaleSettingsError:
        let_go()
        setup = _setup_or_404(quiz_key)
        form.revision.data = setup.revision  # saving again is decided with both in sight
        return _page(setup, form, differences(settings.facts(setup.quiz), wanted)), 409
    saved = _("Pengaturan %(title)s tersimpan.", title=title)
    flash(saved if is_changed else _("Tidak ada yang berubah."))
    return redirect(url_for("supervision.results", code=code, quiz_key=quiz_key), 303)


def _page(setup: Setup, form: SettingsForm, conflict: list[Difference] | None = None) -> str:
    return render_template(
        "quizzes/settings/edit.html", setup=setup, quiz=setup.quiz, form=form, conflict=conflict
    )


def _setup_or_404(quiz_key: str) -> Setup:
    return queries.setup_of(g.training, quiz_key) or abort(404)
