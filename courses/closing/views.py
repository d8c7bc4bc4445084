"""The checklist before closing, the closing itself, and the way back."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from courses.closing import services
from courses.closing.forms import ReopenForm
from courses.trainings.models import Training
from lms import clock, panels
from lms.db import db, transaction
from lms.panels import Blocker, Context

bp = Blueprint("closing", __name__)


@bp.get("/pelatihan/<code>/tutup")
def checklist(code: str) -> ResponseReturnValue:
    return _page(ReopenForm())


def _page(form: ReopenForm) -> str:
    return render_template("courses/closing/checklist.html", blockers=_blockers(), form=form)


def _blockers() -> list[Blocker]:
    """What each feature still waits for, in the order of the work."""
    context = Context(g.training, g.roles, g.enrolment, clock.now())
    return [blocker for found in panels.of("closing.blockers", context) for blocker in found]


@bp.post("/pelatihan/<code>/tutup")
def close(code: str) -> ResponseReturnValue:
    training_id, actor_id = g.training.id, current_user.person_id
    try:
        with transaction(services.lock_of(training_id)):
            g.training = db.session.get_one(Training, training_id)
            is_closed = services.close(g.training, _blockers(), actor_id=actor_id, at=clock.now())
    except services.StillOpenError as error:
        flash(error.message, "warn")
        return _page(ReopenForm()), error.status
    if is_closed:
        flash(_("Pelatihan ditutup. Yang sudah tercatat tidak dapat diubah lagi."))
    return redirect(url_for(".checklist", code=code), 303)


@bp.post("/pelatihan/<code>/buka-kembali")
def reopen(code: str) -> ResponseReturnValue:
    form, training_id, actor_id = ReopenForm(), g.training.id, current_user.person_id
    if not form.validate():
        return _page(form), 422
    with transaction(services.lock_of(training_id)):
        training = db.session.get_one(Training, training_id)
        is_open = services.reopen(training, reason=form.reason.data, actor_id=actor_id)
    if is_open:
        flash(_("Pelatihan dibuka kembali. Alasannya tercatat dalam jejak audit."))
    return redirect(url_for(".checklist", code=code), 303)


def notice(context: Context) -> Markup | None:
    """On everybody's home page, once the training is closed."""
    if context.training.closed_at is None:
        return None
    page = render_template("courses/closing/notice.html", training=context.training)
    return Markup(page)  # noqa: S704 - a template of ours, escaped
