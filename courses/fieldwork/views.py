"""A trainee's tasks: the commitment to sign and the work plan to write and hand in."""

from __future__ import annotations

from flask import Blueprint, flash, g, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.fieldwork import services, sharing, steps
from courses.fieldwork.forms import PROGRAM_LABELS, CommitmentForm, PlanForm
from courses.fieldwork.models import WorkPlan
from courses.fieldwork.rules import MAX_ACTIVITIES, Plan, PlanState, is_editable, plan_from
from courses.trainings import trainee
from lms import clock, panels
from lms.db import transaction
from lms.errors import wants_json
from lms.i18n import format_moment
from lms.web import limiter, person_or_network

bp = Blueprint("fieldwork", __name__)

PER_PERSON = "60/minute"  # drafts are saved while somebody writes


@bp.get("/pelatihan/<code>/tugas")
def tasks(code: str) -> ResponseReturnValue:
    context = trainee.context()
    further = [step for found in panels.of("trainee.tasks", context) for step in found]
    return render_template("courses/fieldwork/tasks.html", steps=[*steps.steps(context), *further])


@bp.get("/pelatihan/<code>/komitmen")
def commitment(code: str) -> ResponseReturnValue:
    return _commitment_page(CommitmentForm(text=services.fingerprint(g.training)))


@bp.post("/pelatihan/<code>/komitmen")
def sign(code: str) -> ResponseReturnValue:
    form, enrolment_id = CommitmentForm(), g.enrolment.id
    if not form.validate() or not form.is_signed_by(current_user.name):
        return _commitment_page(form), 422
    with transaction(services.lock_of(g.training.id)):
        is_read = form.text.data == services.fingerprint(g.training)
        if is_read:
            services.sign(
                g.training,
                enrolment_id,
                name=form.name.data,
                actor_id=current_user.person_id,
                at=clock.now(),
            )
    if not is_read:
        form.text.data, form.agree.data = services.fingerprint(g.training), False
        return _commitment_page(form, has_new_text=True), 409
    return redirect(url_for(".commitment", code=code), 303)


def _commitment_page(form: CommitmentForm, *, has_new_text: bool = False) -> str:
    signed = services.commitment_of(g.enrolment.id)
    return render_template(
        "courses/fieldwork/commitment.html", form=form, signed=signed, has_new_text=has_new_text
    )


@bp.get("/pelatihan/<code>/rencana-kerja")
def work_plan(code: str) -> ResponseReturnValue:
    row = sharing.standing_of(g.training, g.enrolment.id)
    return _plan_page(row, _form_of(row))


@bp.post("/pelatihan/<code>/rencana-kerja")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def save_work_plan(code: str) -> ResponseReturnValue:
    form, enrolment_id = PlanForm(), g.enrolment.id
    if not form.validate() or (form.is_sending and not form.may_be_sent()):
        return _refused(form)
    plan = form.plan()
    try:
        with transaction(services.lock_of(g.training.id)):
            row = _store(form, plan, enrolment_id)
    except services.StalePlanError as error:
        return _conflict(form, plan, error.message)
    if row is None:
        flash(_("Rencana kerja terkirim. Fasilitator akan menilainya."))
    elif wants_json():
        saved = _("Draf tersimpan %(moment)s", moment=format_moment(row.saved_at))
        return jsonify(revision=row.revision, saved=saved)
    return redirect(url_for(".work_plan", code=code, _anchor=form.anchor(plan)), 303)


def _store(form: PlanForm, plan: Plan, enrolment_id: int) -> WorkPlan | None:
    """The draft as it was kept; None once the plan is handed in."""
    revision, at = form.revision.data or 0, clock.now()
    if form.is_sending:
        actor_id = current_user.person_id
        services.send(g.training, enrolment_id, plan, revision=revision, actor_id=actor_id, at=at)
        return None
    return services.save_draft(g.training, enrolment_id, plan, revision=revision, at=at)


def _refused(form: PlanForm) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=_("Ada isian yang terlalu panjang. Perbaiki, lalu simpan.")), 422
    return _plan_page(sharing.standing_of(g.training, g.enrolment.id), form), 422


def _conflict(form: PlanForm, plan: Plan, message: str) -> ResponseReturnValue:
    """The script only tells; the page that a pressed button leads to shows both versions."""
    if wants_json():
        return jsonify(message=message), 409
    return _conflict_page(form, plan, message), 409


def _form_of(row: WorkPlan | None) -> PlanForm:
    plan = plan_from(row.content) if row is not None else Plan()
    return PlanForm(formdata=None, obj=plan, revision=row.revision if row is not None else 0)


def _plan_page(row: WorkPlan | None, form: PlanForm) -> str:
    may_write = g.training.closed_at is None and (row is None or is_editable(row.state))
    newest = services.newest_submission(row.id) if row is not None else None
    return render_template(
        "courses/fieldwork/work_plan.html",
        row=row,
        plan=plan_from(row.content) if row is not None else Plan(),
        form=form,
        suspects=form.suspects() if form.is_sending else [],
        may_write=may_write,
        newest=newest,
        seat_id=g.enrolment.id,
        partners=sharing.partners_of(g.training, g.enrolment.id),
        results=panels.of("work_plan.result", _context()),
        programs=PROGRAM_LABELS,
        limit=MAX_ACTIVITIES,
        states=PlanState,
    )


def _conflict_page(sent: PlanForm, typed: Plan, message: str) -> str:
    """Show both versions; saving again from here is a decision made with both in sight."""
    row = sharing.standing_of(g.training, g.enrolment.id)
    assert row is not None  # noqa: S101 - a form cannot be older than a plan that is not there
    form = PlanForm(
        formdata=None,
        obj=typed,
        revision=row.revision,
        numbers_are_safe=sent.numbers_are_safe.data,
    )
    return render_template(
        "courses/fieldwork/work_plan_conflict.html",
        row=row,
        plan=plan_from(row.content),
        typed=typed,
        form=form,
        may_write=is_editable(row.state),
        partners=sharing.partners_of(g.training, g.enrolment.id),
        message=message,
        programs=PROGRAM_LABELS,
        limit=MAX_ACTIVITIES,
    )


def _context() -> panels.Context:
    return panels.Context(g.training, g.roles, g.enrolment, clock.now())
