"""The timetable to change: all of it, and one line of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.timetable import panels, queries, rules, services
from courses.timetable.forms import LineForm, RemoveForm, SpanForm, values_of
from courses.timetable.plan import Line, Plan
from courses.timetable.words import ACTIONS, FIELDS, KINDS
from lms.access import stranger
from lms.db import transaction
from lms.errors import DomainError

bp = Blueprint("timetable", __name__, url_prefix="/pelatihan/<code>/jadwal")


@bp.get("/ubah")
def edit(code: str) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    plan = queries.plan_of(g.training)
    return render_template(
        "courses/timetable/edit.html",
        plan=plan,
        oddities=rules.oddities(plan),
        kinds={kind.value: word for kind, word in KINDS.items()},
        quizzes=panels.quizzes(),
    )


@bp.route("/acara-baru", methods=["GET", "POST"])
def new_line(code: str) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    plan = queries.plan_of(g.training)
    form = LineForm(version=g.training.timetable_version, **_suggested(plan))
    return _work(form, plan, None)


def _suggested(plan: Plan) -> dict[str, object]:
    """A new line begins where the day asked for ends so far."""
    asked = request.args.get("hari", "")
    day = next((day for day in plan.days if day.isoformat() == asked), plan.days[0])
    last = max(plan.of_day(day), key=lambda line: line.end, default=None)
    if last is None:
        return {"day": day.isoformat()}
    starts = f"{last.ends:%H.%M}"
    return {"day": day.isoformat(), "starts": starts, "meeting": last.meeting}


@bp.route("/acara/<int:line_id>", methods=["GET", "POST"])
def line(code: str, line_id: int) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    plan = queries.plan_of(g.training)
    standing = plan.line(line_id)
    if standing is None and request.method == "GET":
        stranger()
    shown = values_of(standing) if standing else {}
    return _work(LineForm(version=g.training.timetable_version, **shown), plan, standing)


def _work(form: LineForm, plan: Plan, standing: Line | None) -> ResponseReturnValue:
    line_id = (request.view_args or {}).get("line_id", 0)
    form.offer(plan, queries.module_titles(g.training.curriculum_id), panels.quizzes())
    if not form.is_submitted():
        return _page(form, standing)
    typed = form.line(line_id, plan)
    if typed is None or not form.confirms(
        queries.marked_in(g.training.id, rules.touched(standing, typed))
    ):
        return _page(form, standing), 422
    try:
        with transaction():
            saved = services.save_line(
                g.training, typed, version=form.version.data, actor_id=current_user.person_id
            )
    except services.StaleTimetableError as error:
        standing = queries.plan_of(g.training).line(line_id) if line_id else None
        return _page(form, standing, **since_then(form, error)), 409
    flash(_("“%(title)s” disimpan.", title=typed.title))
    return redirect(url_for(".edit", code=g.training.code, _anchor=f"acara-{saved}"), 303)


def since_then(form: SpanForm | RemoveForm, error: DomainError) -> dict[str, object]:
    """What the others did in the meantime; with it in sight the form may be sent again."""
    seen, form.version.data = form.version.data, g.training.timetable_version
    changes = queries.changes_since(g.training.id, seen)
    return {"conflict": error.message, "changes": changes}


def _page(form: LineForm, standing: Line | None, **more: object) -> str:
    return render_template(
        "courses/timetable/line.html",
        form=form,
        standing=standing,
        marked=queries.marked_in(g.training.id, rules.touched(standing, None)),
        words={"fields": FIELDS, "actions": ACTIONS},
        **more,
    )


@bp.route("/acara/<int:line_id>/hapus", methods=["GET", "POST"])
def remove_line(code: str, line_id: int) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    standing = queries.plan_of(g.training).line(line_id)
    form = RemoveForm(version=g.training.timetable_version)
    if standing is None:
        return gone(form, _("Acara ini sudah dihapus."))
    if not form.validate_on_submit():
        return _removal(form, standing)
    try:
        with transaction():
            services.remove_line(
                g.training, line_id, version=form.version.data, actor_id=current_user.person_id
            )
    except services.StaleTimetableError as error:
        return _removal(form, standing, **since_then(form, error)), 409
    flash(_("“%(title)s” dihapus.", title=standing.title))
    return redirect(url_for(".edit", code=code), 303)


def _removal(form: RemoveForm, standing: Line, **more: object) -> str:
    return render_template(
        "courses/timetable/remove_line.html",
        form=form,
        line=replace(standing),
        marked=queries.marked_in(g.training.id, rules.touched(standing, None)),
        words={"fields": FIELDS, "actions": ACTIONS},
        **more,
    )


def gone(form: RemoveForm, message: str) -> ResponseReturnValue:
    """What was removed already: told after a form, not found as a page."""
    if not form.is_submitted():
        stranger()
    flash(message)
    return redirect(url_for("timetable.edit", code=g.training.code), 303)
