"""Where phone, tap and paper contradict each other: for a training, a meeting, and one person."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.attendance import evidence, history, paper_queries, queries, services, settling
from courses.attendance.evidence import Case
from courses.attendance.paper_forms import SettleForm
from courses.attendance.paper_words import row_of
from courses.attendance.rules import MeetingPlan
from courses.attendance.staff_views import plan_or_404
from courses.attendance.views import bp
from courses.attendance.words import FACES, SOURCES
from courses.trainings.models import Meeting
from lms import clock
from lms.db import db, transaction


@bp.get("/pelatihan/<code>/kehadiran/pencocokan")
def reconcile_all(code: str) -> ResponseReturnValue:
    meetings = queries.meetings_of(g.training.id)
    return render_template(
        "courses/attendance/reconcile_all.html",
        meetings=meetings,
        cases=evidence.cases_of(g.training.id, meetings),
        scans=paper_queries.scan_counts(g.training.id),
    )


@bp.get("/pelatihan/<code>/hadir/<meeting_key>/pencocokan")
def reconcile(code: str, meeting_key: str) -> ResponseReturnValue:
    plan = plan_or_404(meeting_key)
    cases = evidence.cases_of(g.training.id, [plan])[plan.id]
    listed = [case for case in cases if not case.seat.is_withdrawn]
    gone = [case for case in cases if case.seat.is_withdrawn and not case.is_empty]
    return render_template(
        "courses/attendance/reconcile.html",
        meeting=plan,
        open=[row_of(plan, case) for case in listed if case.is_open],
        settled=[row_of(plan, case) for case in listed if case.is_settled],
        empty=[case.seat.name for case in listed if case.is_empty],
        unread=sum(case.evidence.paper is None for case in listed),
        withdrawn=[row_of(plan, case) for case in gone],
        me=current_user.person_id,
    )


@bp.route(
    "/pelatihan/<code>/hadir/<meeting_key>/pencocokan/<int:enrolment_id>", methods=["GET", "POST"]
)
def settle(code: str, meeting_key: str, enrolment_id: int) -> ResponseReturnValue:
    plan = plan_or_404(meeting_key)
    case, form = _case(plan, enrolment_id), SettleForm()
    hand = form.hand(plan)
    if hand is None:
        return _settle_page(form, plan, case), 422 if form.is_submitted() else 200
    seen = form.seen_evidence()
    try:
        with transaction(lock=services.lock_of(plan.id)):
            row = db.session.get_one(Meeting, plan.id)
            settling.settle(
                row, enrolment_id, hand, seen, actor_id=current_user.person_id, at=clock.now()
            )
    except services.ChangedMeanwhileError as error:
        return _settle_page(form, plan, _case(plan, enrolment_id), conflict=error.message), 409
    flash(_("Kehadiran %(name)s diputuskan.", name=case.seat.name))
    return redirect(url_for(".reconcile", code=code, meeting_key=meeting_key), 303)


def _case(plan: MeetingPlan, enrolment_id: int) -> Case:
    case = evidence.case_of(g.training.id, plan, enrolment_id)
    if case is None or case.seat.is_withdrawn:
        abort(404)
    return case


def _settle_page(form: SettleForm, plan: MeetingPlan, case: Case, *, conflict: str = "") -> str:
    form.seen.data = str(case.seen)  # decided anew, with all evidence in sight
    return render_template(
        "courses/attendance/settle.html",
        form=form,
        meeting=plan,
        row=row_of(plan, case),
        faces=FACES,
        sources=SOURCES,
        history=history.of_meeting(case.seat.enrolment_id, plan.id),
        conflict=conflict,
        is_own=case.seat.person_id == current_user.person_id,
    )
