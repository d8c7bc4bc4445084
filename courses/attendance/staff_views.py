"""Taking attendance: the overview, one meeting, one person, and marks by hand."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from courses.attendance import history, queries, reports, rules, services
from courses.attendance.forms import MarkForm
from courses.attendance.queries import Trainee
from courses.attendance.rules import MeetingPlan
from courses.attendance.totals import Standing, standing_of
from courses.attendance.views import bp
from courses.attendance.words import FACES
from courses.trainings.models import Meeting
from lms import clock
from lms.db import db, transaction
from lms.exports import XLSX, xlsx_bytes

# Kept with the mark, so in the language of the register whoever presses the button.
TOGETHER = "Ditandai bersama setelah presensi ditutup"


@bp.get("/pelatihan/<code>/kehadiran")
def board(code: str) -> ResponseReturnValue:
    now = clock.now()
    meetings = queries.meetings_of(g.training.id)
    trainees = queries.trainees_of(g.training.id)
    return render_template(
        "courses/attendance/board.html",
        meetings=[(meeting, rules.state_of(meeting, now)) for meeting in meetings],
        trainees=trainees,
        totals=queries.totals_of_trainees(g.training, meetings, trainees, now),
        faces=FACES,
        required=g.training.rules["attendance_percent"],
    )


@bp.get("/pelatihan/<code>/hadir/<meeting_key>")
def meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    now = clock.now()
    plan = _plan(meeting_key)
    trainees = queries.trainees_of(g.training.id)
    return render_template(
        "courses/attendance/meeting.html",
        meeting=plan,
        state=rules.state_of(plan, now),
        is_over=rules.is_over(plan, now),
        lines=_lines(plan, trainees),
        faces=FACES,
        form=MarkForm(formdata=None),
    )


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/buka")
def open_meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    meeting_id = _plan(meeting_key).id
    with transaction(lock=services.lock_of(meeting_id)):
        row = db.session.get_one(Meeting, meeting_id)
        services.open_meeting(row, actor_id=current_user.person_id, at=clock.now())
    flash(_("Presensi dibuka."))
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/tutup")
def close_meeting(code: str, meeting_key: str) -> ResponseReturnValue:
    meeting_id = _plan(meeting_key).id
    with transaction(lock=services.lock_of(meeting_id)):
        row = db.session.get_one(Meeting, meeting_id)
        services.close_meeting(row, actor_id=current_user.person_id, at=clock.now())
    flash(_("Presensi ditutup."))
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/sisanya")
def mark_rest(code: str, meeting_key: str) -> ResponseReturnValue:
    meeting_id = _plan(meeting_key).id
    with transaction(lock=services.lock_of(meeting_id)):
        row = db.session.get_one(Meeting, meeting_id)
        count = services.mark_rest_absent(
            row, reason=TOGETHER, actor_id=current_user.person_id, at=clock.now()
        )
    flash(
        ngettext(
            "%(num)d peserta ditandai tanpa keterangan.",
            "%(num)d peserta ditandai tanpa keterangan.",
            count,
        )
    )
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


@bp.route(
    "/pelatihan/<code>/hadir/<meeting_key>/peserta/<int:enrolment_id>", methods=["GET", "POST"]
)
def mark(code: str, meeting_key: str, enrolment_id: int) -> ResponseReturnValue:
    """One person in one meeting: what was said so far, and a form to say something else."""
    plan, trainee = _plan(meeting_key), _trainee(enrolment_id)
    standing = trainee.marks.get(plan.id)
    form = MarkForm(expected=standing.sequence if standing else 0)
    hand = form.hand(plan)
    if hand is None:
        return _mark_page(form, plan, trainee), 422 if form.is_submitted() else 200
    try:
        with transaction(lock=services.lock_of(plan.id)):
            row = db.session.get_one(Meeting, plan.id)
            services.mark_by_hand(
                row, enrolment_id, hand, actor_id=current_user.person_id, at=clock.now()
            )
    except services.ChangedMeanwhileError as error:
        trainee = _trainee(enrolment_id)
        # Decided anew, with the change in sight.
        form.expected.data = trainee.marks[plan.id].sequence
        return _mark_page(form, plan, trainee, conflict=error.message), 409
    flash(_("Kehadiran %(name)s disimpan.", name=trainee.name))
    return redirect(url_for(".meeting", code=code, meeting_key=meeting_key), 303)


def _mark_page(form: MarkForm, plan: MeetingPlan, trainee: Trainee, *, conflict: str = "") -> str:
    return render_template(
        "courses/attendance/mark.html",
        form=form,
        meeting=plan,
        trainee=trainee,
        standing_now=standing_of(plan, trainee.marks.get(plan.id)),
        faces=FACES,
        history=history.of_meeting(trainee.enrolment_id, plan.id),
        conflict=conflict,
    )


@bp.get("/pelatihan/<code>/kehadiran/<int:enrolment_id>")
def person(code: str, enrolment_id: int) -> ResponseReturnValue:
    trainee = _trainee(enrolment_id)
    return render_template(
        "courses/attendance/person.html",
        trainee=trainee,
        totals=queries.totals_of(g.training, enrolment_id, clock.now()),
        faces=FACES,
        history=history.of_person(enrolment_id),
    )


@bp.get("/pelatihan/<code>/hadir.xlsx")
def sheet(code: str) -> ResponseReturnValue:
    content = xlsx_bytes(*reports.attendance_sheets(g.training, clock.now()))
    headers = {"Content-Disposition": f'attachment; filename="kehadiran-{code}.xlsx"'}
    return content, 200, {"Content-Type": XLSX, **headers}


def _plan(meeting_key: str) -> MeetingPlan:
    for plan in queries.meetings_of(g.training.id):
        if plan.key == meeting_key:
            return plan
    return abort(404)


def _trainee(enrolment_id: int) -> Trainee:
    trainee = queries.trainee_of(g.training.id, enrolment_id)
    return trainee or abort(404)


def _lines(
    plan: MeetingPlan, trainees: list[Trainee]
) -> list[tuple[Trainee, Standing, datetime | None]]:
    """Everyone with their standing in one meeting; who is missing comes first."""
    lines = []
    for trainee in trainees:
        standing = trainee.marks.get(plan.id)
        arrived_at = standing.arrived_at if standing else None
        lines.append((trainee, standing_of(plan, standing), arrived_at))
    return sorted(lines, key=lambda line: line[1] is not Standing.UNMARKED)
