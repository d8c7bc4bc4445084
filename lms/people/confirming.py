"""What weighs much asks for the password once more: an open screen is not yet its owner."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import audit, clock
from lms.db import db, transaction
from lms.people import entrance
from lms.people.forms import ConfirmForm
from lms.people.models import Person, SignIn
from lms.people.views import bp
from lms.resending import refused_form
from lms.web import safe_next

FRESH = timedelta(minutes=10)
FOR_A_FORM = timedelta(minutes=20)  # somebody writes a reason in the page that was just allowed


def ask_password() -> ResponseReturnValue | None:
    """Run before every request: nobody goes on to such an address with an old sign-in."""
    if request.endpoint not in current_app.extensions.get("asks_password", ()):
        return None
    age = clock.now() - current_user.confirmed_at
    if request.method == "GET":
        here = request.full_path.rstrip("?")
        return None if age <= FRESH else redirect(url_for("people.confirm", lanjut=here))
    if age <= FOR_A_FORM:
        return None
    words = _("Sudah lama sejak Anda menulis kata sandi.")
    return refused_form(401, words, otherwise=words, way=url_for("people.confirm"))


@bp.route("/akun/konfirmasi", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    form = ConfirmForm()
    target = safe_next(request.values.get("lanjut")) or url_for("people.account")
    if not form.validate_on_submit():
        return _page(form, target), 422 if form.is_submitted() else 200
    person = db.session.get_one(Person, current_user.person_id)
    refusal = entrance.refuse_password(person, "", form.password.data)
    if refusal is not None:
        is_wrong = refusal.status == 422
        form.password.errors = [_("Kata sandi tidak cocok.") if is_wrong else refusal.message]
        return _page(form, target), refusal.status
    with transaction():
        row = db.session.get_one(SignIn, current_user.sign_in_id)
        row.confirmed_at = clock.now()
        audit.record("sign_in.confirmed", row, actor_id=row.person_id)
        entrance.forgive(person)
    return redirect(target, 303)


def _page(form: ConfirmForm, target: str) -> str:
    return render_template("people/confirm.html", form=form, target=target)
