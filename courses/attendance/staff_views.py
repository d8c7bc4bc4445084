"""A meeting opened and closed by hand, and one person's mark with its history."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.attendance import history, queries, services
from courses.attendance.forms import MarkForm
from courses.attendance.queries import Trainee
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import standing_of
from courses.attendance.views import bp
from courses.attendance.words import FACES, SOURCES
from courses.trainings.models import Meeting
from lms import clock
from lms.db import db, transaction


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/buka")
def open_meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    meeting_id = plan_or_404(meeting_key).id
    with transaction(lock=services.lock_of(meeting_id)):
        row = db.session.get_one(Meeting, meeting_id)
        services.open_meeting(row, actor_id=current_user.person_id, at=clock.now())
    flash(_("Presensi dibuka."))
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/tutup")
def close_meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    meeting_id = plan_or_404(meeting_key).id
    with transaction(lock=services.lock_of(meeting_id)):
        row = db.session.get_one(Meeting, meeting_id)
        services.close_meeting(row, actor_id=current_user.person_id, at=clock.now())
    flash(_("Presensi ditutup."))
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


@bp.route(
    "/pelatihan/<code>/hadir/<meeting_key>/peserta/<int:enrolment_id>", methods=["GET", "POST"]
)
def mark(code: str, meeting_key: str, enrolment_id: int) -> ResponseReturnValue:
    """One person in one meeting: what was said so far, and a form to say something else."""
    plan, trainee = plan_or_404(meeting_key), trainee_or_404(enrolment_id)
    standing = trainee.marks.get(plan.id)
    wanted = request.args.get("status") if request.method == "GET" else None
    form = MarkForm(expected=standing.sequence if standing else 0, status=wanted)
    hand = form.hand(plan)
    if hand is None:
        return mark_page(form, plan, trainee), 422 if form.is_submitted() else 200
    try:
        with transaction(lock=services.lock_of(plan.id)):
            row = db.session.get_one(Meeting, plan.id)
            services.mark_by_hand(
                row, enrolment_id, hand, actor_id=current_user.person_id, at=clock.now()
            )
    except services.ChangedMeanwhileError as error:
        trainee = trainee_or_404(enrolment_id)
        # Decided anew, with the change in sight.
        form.expected.data = trainee.marks[plan.id].sequence
        return mark_page(form, plan, trainee, conflict=error.message), 409
    flash(_("Kehadiran %(name)s disimpan.", name=trainee.name))
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


def mark_page(form: MarkForm, plan: MeetingPlan, trainee: Trainee, *, conflict: str = "") -> str:
    return render_template(
        "courses/attendance/mark.html",
        form=form,
        meeting=plan,
        trainee=trainee,
        standing_now=standing_of(plan, trainee.marks.get(plan.id)),
        faces=FACES,
        history=history.of_meeting(trainee.enrolment_id, plan.id),
        sources=SOURCES,
        conflict=conflict,
    )


def plan_or_404(meeting_key: str) -> MeetingPlan:
    for plan in queries.meetings_of(g.training.id):
        if plan.key == meeting_key:
            return plan
    return abort(404)


def trainee_or_404(enrolment_id: int) -> Trainee:
    trainee = queries.trainee_of(g.training.id, enrolment_id)
    return trainee or abort(404)
