"""The sheet with the code on paper, and the switch that lets it count."""

from __future__ import annotations

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.attendance import printed, queries, services
from courses.attendance.rules import MeetingPlan
from courses.attendance.views import bp
from courses.trainings.models import Meeting
from lms import clock
from lms.db import db, transaction


@bp.get("/pelatihan/<code>/hadir/<meeting_key>/kode-cadangan.pdf")
def printed_sheet(code: str, meeting_key: str) -> ResponseReturnValue:
    answer = Response(
        printed.print_sheet(g.training, _plan(meeting_key)), mimetype="application/pdf"
    )
    name = f"kode-cadangan-{g.training.code}-{meeting_key}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/kode-cadangan")
def printed_code(code: str, meeting_key: str) -> ResponseReturnValue:
    meeting_id, is_on = _plan(meeting_key).id, request.form.get("kode") == "aktif"
    with transaction(lock=services.lock_of(meeting_id)):
        row = db.session.get_one(Meeting, meeting_id)
        if is_on:
            printed.switch_on(row, actor_id=current_user.person_id, at=clock.now())
        else:
            printed.switch_off(row, actor_id=current_user.person_id)
    flash(_("Kode cadangan berlaku.") if is_on else _("Kode cadangan tidak berlaku lagi."))
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


def _plan(meeting_key: str) -> MeetingPlan:
    plans = queries.meetings_of(g.training.id)
    return next((plan for plan in plans if plan.key == meeting_key), None) or abort(404)
