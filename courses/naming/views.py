"""A trainee's own name, and the corrections that organisers answer."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from courses.naming import queries, services
from courses.naming.forms import ConfirmForm, DecideForm, NameForm
from courses.naming.models import NameRequest
from courses.naming.rules import State
from courses.naming.services import Verdict
from courses.trainings.models import Role
from lms import clock
from lms.access import stranger
from lms.db import db, transaction
from lms.panels import Context
from lms.people.regions import BY_CODE

bp = Blueprint("naming", __name__)


@bp.get("/pelatihan/<code>/nama")
def own(code: str) -> ResponseReturnValue:
    return _own_page()


def _own_page(form: NameForm | None = None) -> str:
    line = queries.line_of(g.training.id, g.enrolment.id)
    form = form or NameForm(line.name)
    return render_template("courses/naming/own.html", line=line, form=form)


@bp.post("/pelatihan/<code>/nama/benar")
def confirm(code: str) -> ResponseReturnValue:
    form, seat_id = ConfirmForm(), g.enrolment.id
    with transaction(services.lock_of(g.training.id)):
        services.confirm(g.training, seat_id, form.shown.data or "", at=clock.now())
    flash(_("Terima kasih. Nama Anda akan tercetak seperti itu."))
    return redirect(url_for(".own", code=code), 303)


@bp.post("/pelatihan/<code>/nama/koreksi")
def ask(code: str) -> ResponseReturnValue:
    form, seat_id = NameForm(current_user.name), g.enrolment.id
    if not form.validate():
        return _own_page(form), 422
    with transaction(services.lock_of(g.training.id)):
        services.ask(g.training, seat_id, form.wanted.data, form.note.data, at=clock.now())
    flash(_("Koreksi terkirim. Jawaban panitia tampil di halaman ini."))
    return redirect(url_for(".own", code=code), 303)


@bp.get("/pelatihan/<code>/peserta/nama")
def requests(code: str) -> ResponseReturnValue:
    return _requests_page()


def _requests_page(form: DecideForm | None = None, request_id: int = 0) -> str:
    lines = queries.lines_of(g.training.id)
    return render_template(
        "courses/naming/requests.html",
        waiting=[line for line in lines if line.state is State.WAITING],
        open=[line for line in lines if line.state in {State.OPEN, State.REFUSED}],
        count=len(lines),
        form=form,
        refused_id=request_id,
        regions=BY_CODE,
    )


@bp.post("/pelatihan/<code>/peserta/nama/<int:request_id>")
def decide(code: str, request_id: int) -> ResponseReturnValue:
    found = db.session.get(NameRequest, request_id)
    seats = {line.enrolment_id for line in queries.lines_of(g.training.id)}
    if found is None or found.enrolment_id not in seats:
        stranger()
    form, actor_id = DecideForm(), current_user.person_id
    if not form.validate():
        return _requests_page(form, request_id), 422
    verdict = Verdict(form.wanted.data, form.verdict.data == "terima", form.answer.data)
    with transaction(services.lock_of(g.training.id)):
        request = db.session.get_one(NameRequest, request_id)
        is_new = services.decide(g.training, request, verdict, actor_id=actor_id, at=clock.now())
    flash(_("Jawaban tersimpan.") if is_new else _("Koreksi ini sudah dijawab sebelumnya."))
    return redirect(url_for(".requests", code=code), 303)


def on_staff_home(context: Context) -> Markup | None:
    """How many corrections wait, for those who answer them."""
    if Role.ORGANISER not in context.roles:
        return None
    lines = queries.lines_of(context.training.id)
    waiting = sum(line.state is State.WAITING for line in lines)
    if not waiting:
        return None
    page = render_template(
        "courses/naming/home_panel.html", waiting=waiting, training=context.training
    )
    return Markup(page)  # noqa: S704 - a template of ours, escaped
