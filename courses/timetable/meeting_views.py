"""The meetings of a timetable: what attendance is taken for."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.timetable import queries, rules, services
from courses.timetable.forms import MeetingForm, RemoveForm, values_of
from courses.timetable.plan import Block, Plan
from courses.timetable.views import bp, gone, since_then
from courses.timetable.words import ACTIONS, FIELDS
from lms.access import stranger
from lms.db import transaction

USUAL = {"opens_before_minutes": 30, "late_after_minutes": 15}


@bp.route("/pertemuan-baru", methods=["GET", "POST"])
def new_meeting(code: str) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    plan = queries.plan_of(g.training)
    day = request.args.get("hari", plan.days[0].isoformat())
    return _work(MeetingForm(version=g.training.timetable_version, day=day, **USUAL), plan, None)


@bp.route("/pertemuan/<meeting_key>", methods=["GET", "POST"])
def meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    plan = queries.plan_of(g.training)
    standing = plan.block(meeting_key)
    if standing is None and request.method == "GET":
        stranger()
    shown = values_of(standing) if standing else {}
    return _work(MeetingForm(version=g.training.timetable_version, **shown), plan, standing)


def _work(form: MeetingForm, plan: Plan, standing: Block | None) -> ResponseReturnValue:
    key = (request.view_args or {}).get("meeting_key", "")
    form.offer(plan)
    if not form.is_submitted():
        return _page(form, standing)
    typed = form.block(key, plan)
    moved = rules.touched_by_meeting(standing, typed) if standing and typed else frozenset()
    if typed is None or not form.confirms(queries.marked_in(g.training.id, moved)):
        return _page(form, standing), 422
    try:
        with transaction():
            services.save_meeting(
                g.training, typed, version=form.version.data, actor_id=current_user.person_id
            )
    except services.StaleTimetableError as error:
        standing = queries.plan_of(g.training).block(key)
        return _page(form, standing, **since_then(form, error)), 409
    flash(_("Pertemuan %(title)s disimpan.", title=typed.title))
    return redirect(url_for(".edit", code=g.training.code), 303)


def _page(form: MeetingForm, standing: Block | None, **more: object) -> str:
    keys = {standing.key} if standing else frozenset()
    return render_template(
        "courses/timetable/meeting.html",
        form=form,
        standing=standing,
        marked=queries.marked_in(g.training.id, keys),
        words={"fields": FIELDS, "actions": ACTIONS},
        **more,
    )


@bp.route("/pertemuan/<meeting_key>/hapus", methods=["GET", "POST"])
def remove_meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    services.refuse_if_closed(g.training)
    standing = queries.plan_of(g.training).block(meeting_key)
    form = RemoveForm(version=g.training.timetable_version)
    if standing is None:
        return gone(form, _("Pertemuan ini sudah dihapus."))
    if not form.validate_on_submit():
        return _removal(form, standing)
    try:
        with transaction():
            services.remove_meeting(
                g.training, meeting_key, version=form.version.data, actor_id=current_user.person_id
            )
    except (services.StaleTimetableError, services.MeetingInUseError) as error:
        return _removal(form, standing, **since_then(form, error)), 409
    flash(_("Pertemuan %(title)s dihapus.", title=standing.title))
    return redirect(url_for(".edit", code=code), 303)


def _removal(form: RemoveForm, standing: Block, **more: object) -> str:
    return render_template(
        "courses/timetable/remove_meeting.html",
        form=form,
        meeting=standing,
        marked=queries.marked_in(g.training.id, {standing.key}),
        words={"fields": FIELDS, "actions": ACTIONS},
        **more,
    )
