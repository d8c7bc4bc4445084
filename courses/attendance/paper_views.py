"""Attendance on paper: the sheet to sign, and keying what was read on it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from courses.attendance import paper_queries, papers, queries, services, sheet
from courses.attendance.paper_forms import LinesForm
from courses.attendance.paper_words import SIGNATURES
from courses.attendance.rules import MeetingPlan
from courses.attendance.services import ChangedMeanwhileError
from courses.attendance.staff_views import plan_or_404
from courses.attendance.views import bp
from courses.trainings.models import Meeting
from lms import clock
from lms.db import db, let_go, transaction


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/daftar-hadir.pdf")
def signing_sheet(code: str, meeting_key: str) -> ResponseReturnValue:
    plan = plan_or_404(meeting_key)
    return _printed([plan], f"daftar-hadir-{code}-{meeting_key}.pdf")


@bp.post("/pelatihan/<code>/kehadiran/daftar-hadir.pdf")
def signing_sheets(code: str) -> ResponseReturnValue:
    return _printed(queries.meetings_of(g.training.id), f"daftar-hadir-{code}.pdf")


def _printed(meetings: Sequence[MeetingPlan], name: str) -> ResponseReturnValue:
    if not meetings:
        abort(404)
    seats = paper_queries.seats_of(g.training.id)
    with transaction():
        count = sum(not seat.is_withdrawn for seat in seats)
        sheet.record_printing(g.training, meetings, count=count, actor_id=current_user.person_id)
    html = sheet.papers_of(g.training, meetings, seats)
    let_go()
    answer = Response(sheet.print_papers(html), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/pelatihan/<code>/hadir/<meeting_key>/kertas")
def paper(code: str, meeting_key: str) -> ResponseReturnValue:
    return paper_page(plan_or_404(meeting_key))


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/kertas")
def read_paper(code: str, meeting_key: str) -> ResponseReturnValue:
    plan, me = plan_or_404(meeting_key), current_user.person_id
    form = LinesForm(request.form, me)
    seats = paper_queries.seats_of(g.training.id)
    readings = form.readings(seats, _lines(plan))
    if readings is None:
        return paper_page(plan, form), 422
    try:
        with transaction(lock=services.lock_of(plan.id)):
            row = db.session.get_one(Meeting, plan.id)
            count = papers.read_lines(row, readings, actor_id=me, at=clock.now())
    except ChangedMeanwhileError as error:
        return paper_page(plan, form, conflict=error.message), 409
    flash(ngettext("%(num)d baris disimpan.", "%(num)d baris disimpan.", count))
    return redirect(url_for(".paper", code=code, meeting_key=meeting_key), 303)


def paper_page(
    plan: MeetingPlan, form: LinesForm | None = None, *, conflict: str = "", error: str = ""
) -> str:
    """`error` is about a file that was sent, `conflict` about lines."""
    seats, lines = paper_queries.seats_of(g.training.id), _lines(plan)
    scans = paper_queries.scans_of(plan.id)
    return render_template(
        "courses/attendance/paper.html",
        meeting=plan,
        form=form or LinesForm({}, current_user.person_id),
        seats=[seat for seat in seats if not seat.is_withdrawn],
        withdrawn=[seat for seat in seats if seat.is_withdrawn],
        lines=lines,
        options=[(value, str(word)) for value, word in SIGNATURES.items()],
        scans=[(scan, name) for scan, name in scans if scan.removed_at is None],
        removed=[(scan, name) for scan, name in scans if scan.removed_at is not None],
        me=current_user.person_id,
        conflict=conflict,
        error=error,
    )


def _lines(plan: MeetingPlan) -> dict[int, paper_queries.Line]:
    """By enrolment id, what is in force for one meeting."""
    lines = paper_queries.lines_of(g.training.id)
    return {seat: line for (meeting, seat), line in lines.items() if meeting == plan.id}
