"""Who may open the pages about people and signing in."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.access import PUBLIC, SIGNED_IN, matrix
from lms.errors import error_page, wants_json

ACCESS = {
    "people.sign_in": PUBLIC,
    "people.sign_out": SIGNED_IN,
    "people.enter_code": PUBLIC,
    "people.activate": PUBLIC,
    "people.account": SIGNED_IN,
    "people.change_password": SIGNED_IN,
    "people.confirm": SIGNED_IN,
    "people.end_sign_in": SIGNED_IN,
    "people.own_data": SIGNED_IN,
    "people.consent": SIGNED_IN,
}
OPEN_BEFORE_CONSENT = frozenset({"people.consent", "people.sign_out"})


def ask_consent() -> ResponseReturnValue | None:
    """Nobody signed in goes on before having seen the data notice in force."""
    if request.endpoint is None or request.endpoint in OPEN_BEFORE_CONSENT:
        return None
    if matrix(current_app)[request.endpoint] is PUBLIC:
        return None  # what anybody may see asks nothing of those who signed in
    if not current_user.is_authenticated or current_user.has_consented:
        return None
    if request.method == "GET" and not wants_json():
        return redirect(url_for("people.consent", lanjut=request.full_path.rstrip("?")))
    return error_page(403)
