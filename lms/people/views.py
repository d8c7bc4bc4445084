"""Signing in and out, and activating an account with the code of a slip."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock, crypto, panels
from lms.db import db, transaction
from lms.errors import DomainError
from lms.people import device, entrance, passwords, queries, services, session, throttle
from lms.people.forms import CodeForm, NewPasswordForm, SignInForm
from lms.people.models import Person, SignIn
from lms.web import limiter, safe_next

bp = Blueprint("people", __name__)

# A second net against floods. A whole room shares a network: 34 people stay far below this.
PER_NETWORK = "300/minute"


@bp.route("/masuk", methods=["GET", "POST"])
@limiter.limit(PER_NETWORK, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    target = safe_next(request.values.get("lanjut")) or "/"
    if current_user.is_authenticated:
        return redirect(target)
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, target, 422 if form.is_submitted() else 200)
    typed = form.account.data
    person = queries.by_account(typed)
    refusal = entrance.refuse_password(
        person, queries.account_key(typed) or typed, form.password.data
    )
    if refusal is not None or person is None:
        form.password.errors = [refusal.message] if refusal else []
        return _sign_in_page(form, target, refusal.status if refusal else 422)
    with transaction():
        token = entrance.open_sign_in(person)
    return entrance.admit(token, person.id, target)


def _sign_in_page(form: SignInForm, target: str, status: int) -> ResponseReturnValue:
    context = panels.Context(None, frozenset(), None, clock.now())
    links = panels.of("sign_in.links", context)
    page = render_template("people/sign_in.html", form=form, target=target, links=links)
    answer = make_response(page, status)
    return device.remember(answer, device.of_request()) if form.is_submitted() else answer


@bp.post("/keluar")
def sign_out() -> ResponseReturnValue:
    with transaction():
        row = db.session.get_one(SignIn, current_user.sign_in_id)
        services.end_sign_in(row, at=clock.now())
    session.forget()
    return redirect(url_for("people.sign_in"), 303)


@bp.route("/aktivasi", methods=["GET", "POST"])
@limiter.limit(PER_NETWORK, methods=["POST"])
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("people/code.html", form=form), 422 if form.is_submitted() else 200
    code = crypto.typed_code(form.code.data)
    if queries.by_slip(services.slip_index(code)) is not None:
        return redirect(url_for(".activate", code=code), 303)
    here = device.of_request()
    with transaction():
        tried = throttle.count_try(f"code {here.key}", here, person_id=None, at=clock.now())
    form.code.errors = [entrance.words_of(tried.wait) if tried.wait else _unknown_code()]
    status = 429 if tried.wait else 422
    answer = make_response(render_template("people/code.html", form=form), status)
    return device.remember(answer, here)


def _unknown_code() -> str:
    return str(
        _("Kode ini tidak dikenal. Periksa lagi huruf dan angkanya, atau tanyakan ke panitia.")
    )


@bp.route("/aktivasi/<code>", methods=["GET", "POST"])
@limiter.limit(PER_NETWORK)
def activate(code: str) -> ResponseReturnValue:
    index = services.slip_index(code)
    person = _with_usable_slip(index)
    form = NewPasswordForm(queries.known_about(person))
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("people/activate.html", form=form, person=person), status
    hashed = passwords.hash_password(form.password.data)
    with transaction():
        person = _with_usable_slip(index)
        services.activate(person, hashed, at=clock.now())
        token = entrance.open_sign_in(person)
    return entrance.admit(token, person.id, "/")


class UnusableSlipError(DomainError):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def _with_usable_slip(index: bytes) -> Person:
    person = queries.by_slip(index)
    if person is None:
        raise UnusableSlipError(404, _unknown_code())
    if person.slip_used_at is not None:
        raise UnusableSlipError(
            409,
            _(
                "Kode ini sudah dipakai. Masuk dengan kata sandi Anda, "
                "atau minta kode baru ke panitia."
            ),
        )
    if not person.has_slip_in_force(clock.now()):
        raise UnusableSlipError(
            410, _("Masa berlaku kode ini sudah habis. Minta kode baru ke panitia.")
        )
    return person


def _slip_refused(error: UnusableSlipError) -> ResponseReturnValue:
    return render_template("people/unusable_slip.html", message=error.message), error.status


bp.register_error_handler(UnusableSlipError, _slip_refused)
