"""Pages of the organiser: who has activated, the printed slips, and a new code for a person."""

from __future__ import annotations

from collections import Counter

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from courses.slips import document, permissions, queries, services
from courses.slips.forms import RenewForm
from courses.slips.queries import Member, SlipState
from courses.trainings.models import Role
from lms import clock, panels
from lms.access import stranger, wrong_role
from lms.config import Settings
from lms.db import transaction
from lms.errors import DomainError
from lms.people.services import renew_slip

# Kept in the audit log, so in one language whoever presses the button.
EXPIRED = "Kode kedaluwarsa sebelum dipakai"

bp = Blueprint("slips", __name__, url_prefix="/pelatihan/<code>")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@bp.get("/slip")
def index(code: str) -> ResponseReturnValue:
    members = queries.members(g.training.id, clock.now())
    counts = Counter(member.state for member in members)
    late = sum(counts[state] for state in services.TO_RENEW)
    return render_template(
        "courses/slips/index.html",
        members=members,
        counts=counts,
        late=late,
        has_printable=any(member.is_printable for member in members),
        State=SlipState,
    )


@bp.get("/slip.pdf")
def sheet(code: str) -> ResponseReturnValue:
    members = queries.members(g.training.id, clock.now())
    waiting = [member for member in members if member.is_printable]
    if not waiting:
        raise DomainError(_("Tidak ada slip untuk dicetak: tidak ada kode yang menunggu dipakai."))
    body = document.print_slips(g.training, waiting, _settings().public_url)
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="slip-{g.training.code}.pdf"'
    return answer


@bp.post("/slip/perbarui")
def renew_expired(code: str) -> ResponseReturnValue:
    with transaction():
        count = services.renew_expired(
            g.training,
            at=clock.now(),
            days=_settings().slip_days,
            actor_id=current_user.person_id,
            reason=EXPIRED,
        )
    flash(ngettext("%(num)d kode baru dibuat.", "%(num)d kode baru dibuat.", count))
    return redirect(url_for(".index", code=code), 303)


@bp.get("/slip/<int:enrolment_id>")
def show(code: str, enrolment_id: int) -> ResponseReturnValue:
    return _person_page(_member(enrolment_id), RenewForm(), 200)


@bp.post("/slip/<int:enrolment_id>")
def renew(code: str, enrolment_id: int) -> ResponseReturnValue:
    member, form = _member(enrolment_id), RenewForm()
    if not permissions.may_renew(member.person):
        wrong_role()
    if not form.validate_on_submit():
        return _person_page(member, form, 422)
    training_id = g.training.id
    with transaction():
        renew_slip(
            member.person,
            at=clock.now(),
            days=_settings().slip_days,
            actor_id=current_user.person_id,
            reason=form.reason.data,
            training_id=training_id,
            evidence=form.evidence(),
        )
    return redirect(url_for(".show", code=code, enrolment_id=enrolment_id), 303)


def _member(enrolment_id: int) -> Member:
    return queries.member(g.training.id, enrolment_id, clock.now()) or stranger()


def _person_page(member: Member, form: RenewForm, status: int) -> ResponseReturnValue:
    url = document.activation_url(_settings().public_url, member.person.slip_code)
    page = render_template(
        "courses/slips/person.html",
        member=member,
        form=form,
        may_renew=permissions.may_renew(member.person),
        qr=document.qr_image(url) if member.state is SlipState.OPEN else "",
        State=SlipState,
    )
    return page, status


def summary(context: panels.Context) -> Markup | None:
    """On the organiser's home: how many have not signed in for the first time."""
    if Role.ORGANISER not in context.roles:
        return None
    members = queries.members(context.training.id, context.now)
    active = sum(member.state is SlipState.ACTIVE for member in members)
    return Markup(  # noqa: S704 - a template of ours, escaped by itself
        render_template("courses/slips/summary.html", active=active, total=len(members))
    )
