"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import audit, clock
from lms.config import Settings
from lms.db import db, transaction
from lms.people import passwords, queries, session
from lms.people.forms import SignInForm
from lms.people.models import SignIn
from lms.web import safe_next

bp = Blueprint("people", __name__)


@bp.route("/masuk", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    target = safe_next(request.values.get("lanjut")) or url_for("trainings.index")
    if current_user.is_authenticated:
        return redirect(target)
    form = SignInForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("people/sign_in.html", form=form, target=target), status
    person = queries.by_account(form.account.data)
    stored = person.password_hash if person else None
    if not passwords.is_correct(stored, form.password.data) or person is None:
        form.password.errors = [_("Nomor atau kata sandi tidak cocok.")]
        return render_template("people/sign_in.html", form=form, target=target), 422
    session.begin(open_row(person.id))
    return redirect(target, 303)


def open_row(person_id: int) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        return session.add_row(
            person_id,
            at=clock.now(),
            hours=settings.sign_in_hours,
            network=session.network_of_request(),
            browser=request.user_agent.string,
        )


@bp.post("/keluar")
def sign_out() -> ResponseReturnValue:
    sign_in_id, person_id = current_user.sign_in_id, current_user.person_id
    with transaction():
        session.end_row(sign_in_id, at=clock.now())
        row = db.session.get_one(SignIn, sign_in_id)
        audit.record("sign_in.ended", row, actor_id=person_id)
    session.forget()
    return redirect(url_for("people.sign_in"), 303)
