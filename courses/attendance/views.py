"""A trainee's own attendance: typing the code, or scanning it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from courses.attendance import queries, rules, scanning, services
from courses.attendance.codes import Check
from courses.attendance.forms import CodeForm
from courses.attendance.models import AttendanceMark, Status
from courses.attendance.rules import MeetingPlan, Phase
from courses.attendance.words import FACES
from courses.trainings.models import Meeting, Training
from lms import clock
from lms.db import db, transaction
from lms.i18n import format_time

bp = Blueprint("attendance", __name__)

PROBLEMS = {
    Check.TOO_OLD: _l("Kode ini sudah kedaluwarsa. Ketik kode yang sekarang tampil di layar."),
    Check.OTHER_MEETING: _l("Kode ini milik pertemuan lain. Lihat layar pertemuan Anda."),
    Check.UNKNOWN: _l("Kode ini tidak dikenal. Periksa keenam huruf dan angkanya di layar."),
}

_MEETING_ID = (
    sa.select(Meeting.id)
    .join(Training, Training.id == Meeting.training_id)
    .where(Training.code == sa.bindparam("code"), Meeting.key == sa.bindparam("key"))
)


@bp.route("/pelatihan/<code>/hadir", methods=["GET", "POST"])
def check_in(code: str) -> ResponseReturnValue:
    now = clock.now()
    totals = queries.totals_of(g.training, g.enrolment.id, now)
    meetings = [result.meeting for result in totals.results]
    meeting = rules.current(meetings, now)
    form = CodeForm()
    if form.validate_on_submit():
        problem = _problem(meeting, meetings, form.code.data, now)
        if not problem and meeting is not None:
            _record(meeting.id)
            return redirect(url_for(".check_in", code=code), 303)
        form.code.errors = [problem]
    current = next((result for result in totals.results if result.meeting is meeting), None)
    page = render_template(
        "courses/attendance/check_in.html",
        form=form,
        totals=totals,
        current=current,
        faces=FACES,
        state=rules.state_of(meeting, now) if meeting else None,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/hadir/<code>/<meeting_key>/<attendance_code>", methods=["GET", "POST"])
def scan(code: str, meeting_key: str, attendance_code: str) -> ResponseReturnValue:
    """The address in the QR. Opening it records nothing; one tap on its button does."""
    now = clock.now()
    meeting_id = db.session.scalar(_MEETING_ID, {"code": code, "key": meeting_key})
    is_fresh = _is_fresh(meeting_id, attendance_code, now)
    if not current_user.is_authenticated:
        response = make_response(redirect(url_for("people.sign_in", lanjut=request.path), 303))
    elif meeting_id is None:
        abort(404)
    else:
        is_proved = is_fresh or scanning.has_scanned(meeting_id, now)
        if request.method == "POST" and is_proved:
            return _recorded(code, meeting_id)
        response = _confirmation(meeting_id, now, is_proved=is_proved)
    if is_fresh and meeting_id is not None:
        scanning.remember(response, meeting_id, now)
    return response


def _is_fresh(meeting_id: int | None, attendance_code: str, at: datetime) -> bool:
    if meeting_id is None:
        return False
    return scanning.check(meeting_id, attendance_code, at) is Check.ACCEPTED


def _recorded(code: str, meeting_id: int) -> Response:
    _record(meeting_id)
    response = make_response(redirect(url_for(".check_in", code=code), 303))
    scanning.forget(response)
    return response


def _confirmation(meeting_id: int, now: datetime, *, is_proved: bool) -> Response:
    totals = queries.totals_of(g.training, g.enrolment.id, now)
    result = next(result for result in totals.results if result.meeting.id == meeting_id)
    page = render_template(
        "courses/attendance/scan.html",
        result=result,
        state=rules.state_of(result.meeting, now),
        now=now,
        is_proved=is_proved,
    )
    return make_response(page, 200 if is_proved or result.mark else 409)


def _problem(
    meeting: MeetingPlan | None, meetings: list[MeetingPlan], typed: str, now: datetime
) -> str:
    """Why a typed code cannot be taken; empty if it can."""
    if meeting is None:
        return str(_("Presensi sudah ditutup. Lapor ke panitia untuk dicatat."))
    if rules.state_of(meeting, now).phase is Phase.EARLY:
        opens = format_time(meeting.opens_at)
        return str(_("Presensi belum dibuka, mulai pukul %(time)s.", time=opens))
    others = tuple(other.id for other in meetings if other.id != meeting.id)
    return str(PROBLEMS.get(scanning.check(meeting.id, typed, now, others), ""))


def _record(meeting_id: int) -> None:
    """Mark the trainee present and say what now stands in the register."""
    enrolment_id, now = g.enrolment.id, clock.now()
    with transaction(lock=services.lock_of(meeting_id)):
        meeting = db.session.get_one(Meeting, meeting_id)
        mark, is_new = services.check_in(
            meeting, enrolment_id, actor_id=current_user.person_id, at=now
        )
    _tell(mark, meeting.title, is_new=is_new)


def _tell(mark: AttendanceMark, title: str, *, is_new: bool) -> None:
    values = {"name": current_user.name, "meeting": title}
    if mark.status is not Status.PRESENT or mark.arrived_at is None:
        text = _("Panitia sudah mencatat Anda pada %(meeting)s. Lapor bila keliru.", **values)
        flash(text, "warn")
        return
    values["time"] = format_time(mark.arrived_at)
    if is_new:
        flash(_("Tercatat: %(name)s hadir pada %(meeting)s pukul %(time)s.", **values))
    else:
        flash(_("%(name)s sudah tercatat hadir pada %(meeting)s pukul %(time)s.", **values), "info")
