"""A person's own account: facts, password, sign-ins, data, and the notice about the data."""

from __future__ import annotations

from flask import (
    Response,
    flash,
    json,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock, panels
from lms.access import stranger
from lms.db import db, transaction
from lms.people import entrance, passwords, queries, services
from lms.people.forms import ChangePasswordForm, ConsentForm
from lms.people.identity import mask_number
from lms.people.models import Person, SignIn
from lms.people.views import bp
from lms.web import safe_next


def _own() -> Person:
    return db.session.get_one(Person, current_user.person_id)


def _context() -> panels.Context:
    return panels.Context(None, frozenset(), None, clock.now())


@bp.get("/akun")
def account() -> ResponseReturnValue:
    return render_template(
        "people/account.html",
        person=_own(),
        sign_ins=queries.open_sign_ins(current_user.person_id, clock.now()),
        parts=panels.of("account", _context()),
    )


@bp.route("/akun/kata-sandi", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    person = _own()
    form = ChangePasswordForm(queries.known_about(person))
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("people/change_password.html", form=form), status
    refusal = entrance.refuse_password(person, "", form.old_password.data)
    if refusal is not None:
        is_wrong = refusal.status == 422
        form.old_password.errors = [
            _("Kata sandi sekarang tidak cocok.") if is_wrong else refusal.message
        ]
        return render_template("people/change_password.html", form=form), refusal.status
    hashed = passwords.hash_password(form.password.data)
    with transaction():
        services.change_password(person, hashed, at=clock.now())
        token = entrance.open_sign_in(person)
    answer = entrance.admit(token, person.id, url_for(".account"))
    flash(_("Kata sandi sudah diganti. Perangkat lain harus masuk lagi."))
    return answer


@bp.post("/akun/masuk/<int:sign_in_id>/akhiri")
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    with transaction():
        row = db.session.get(SignIn, sign_in_id)
        if row is None or row.person_id != current_user.person_id:
            stranger()
        services.end_sign_in(row, at=clock.now())
    return redirect(url_for(".account"), 303)


@bp.get("/akun/data.json")
def own_data() -> ResponseReturnValue:
    """Everything that is kept about the person; other floors add their part."""
    person = _own()
    data = {
        "dibuat": clock.now().isoformat(),
        "akun": _facts(person),
        "persetujuan": [
            {"versi": version, "waktu": at.isoformat()}
            for version, at in queries.consents(person.id)
        ],
        "perangkat_yang_masuk": [
            {"mulai": row.created_at.isoformat(), "jaringan": row.network, "browser": row.browser}
            for row in queries.open_sign_ins(person.id, clock.now())
        ],
    }
    for part in panels.of("account.data", _context()):
        data.update(part)
    body = json.dumps(data, ensure_ascii=False, indent=2)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return answer


def _facts(person: Person) -> dict[str, str | None]:
    return {
        "nama": person.name,
        "nomor_peserta": person.number,
        "nip": person.nip,
        "nik": mask_number(person.nik) if person.nik else None,
        "nomor_hp": person.phone,
        "email": person.email,
        "jenis_kelamin": person.gender,
        "tempat_lahir": person.birth_place,
        "tanggal_lahir": person.birth_date.isoformat() if person.birth_date else None,
        "status_kepegawaian": person.employment,
        "pangkat": person.rank,
        "golongan": person.grade,
        "terdaftar": person.created_at.isoformat(),
    }


@bp.route("/persetujuan", methods=["GET", "POST"])
def consent() -> ResponseReturnValue:
    target = safe_next(request.values.get("lanjut")) or "/"
    notice = queries.notice_in_force()
    if notice is None or current_user.has_consented:
        return redirect(target, 303)
    form = ConsentForm(version=notice.version)
    if form.validate_on_submit() and form.version.data == notice.version:
        with transaction():
            services.give_consent(current_user.person_id, notice, at=clock.now())
        return redirect(target, 303)
    form.version.data = notice.version  # a newer notice than the one the person had open
    status = 422 if form.is_submitted() else 200
    return render_template("people/consent.html", form=form, notice=notice, target=target), status
