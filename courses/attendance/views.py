"""A trainee's own attendance: typing the code, or scanning it."""

from __future__ import annotations

from dataclasses import replace
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

from courses.attendance import late_queries, phones, queries, rules, scanning, services
from courses.attendance.codes import Check
from courses.attendance.forms import CodeForm
from courses.attendance.models import AttendanceMark, Source, Status
from courses.attendance.rules import MeetingPlan, Phase
from courses.attendance.scanning import Scan
from courses.attendance.services import Proof
from courses.attendance.totals import totals
from courses.attendance.words import FACES
from courses.trainings.models import Meeting, Training
from lms import clock
from lms.db import db, transaction
from lms.i18n import format_time
from lms.people import device

bp = Blueprint("attendance", __name__)

PROBLEMS = {
    Check.TOO_OLD: _l("Kode ini sudah kedaluwarsa. Ketik kode yang sekarang tampil di layar."),
    Check.PRINTED_OFF: _l(
        "Kode cadangan di kertas belum diaktifkan. Tanyakan kepada fasilitator di ruangan."
    ),
    Check.UNKNOWN: _l("Kode ini tidak dikenal. Periksa huruf dan angkanya di layar."),
}

_MEETING = (
    sa.select(Meeting)
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
        scan, problem = _judged(meeting, meetings, form.code.data, now)
        meant = scan.other or meeting
        if not problem and meant is not None:
            return _recorded(code, meant.id, scan.source)
        form.code.errors = [problem]
    current = next((result for result in totals.results if result.meeting is meeting), None)
    page = render_template(
        "courses/attendance/check_in.html",
        form=form,
        totals=totals,
        current=current,
        faces=FACES,
        state=rules.state_of(meeting, now) if meeting else None,
        late=late_queries.of_one(g.enrolment.id),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/hadir/<code>/<meeting_key>/<attendance_code>", methods=["GET", "POST"])
def scan(code: str, meeting_key: str, attendance_code: str) -> ResponseReturnValue:
    """The address in the QR. Opening it records nothing; one tap on its button does."""
    now = clock.now()
    meeting = db.session.scalar(_MEETING, {"code": code, "key": meeting_key})
    scanned = scanning.judge(services.plan_of(meeting), attendance_code, now) if meeting else None
    source = scanned.source if scanned and scanned.is_accepted else None
    if not current_user.is_authenticated:
        response = make_response(redirect(url_for("people.sign_in", lanjut=request.path), 303))
    elif meeting is None or scanned is None:
        abort(404)
    else:
        proved = source or scanning.remembered(meeting.id, now)
        if request.method == "POST" and proved:
            return _recorded(code, meeting.id, proved)
        response = _confirmation(meeting.id, now, scanned, is_proved=bool(proved))
    if source and meeting is not None:
        scanning.remember(response, meeting.id, source, now)
    return device.remember(response, device.of_request())


def _recorded(code: str, meeting_id: int, source: Source) -> Response:
    """Mark the trainee present and say what now stands in the register."""
    enrolment_id, now = g.enrolment.id, clock.now()
    proof = Proof(source, phones.fingerprint())
    with transaction(lock=services.lock_of(meeting_id)):
        meeting = db.session.get_one(Meeting, meeting_id)
        mark, is_new = services.check_in(
            meeting, enrolment_id, actor_id=current_user.person_id, at=now, proof=proof
        )
    flash(*said_of(mark, services.plan_of(meeting), is_new=is_new))
    response = make_response(redirect(url_for(".check_in", code=code), 303))
    scanning.forget(response)
    return device.remember(response, device.of_request())


def _confirmation(meeting_id: int, now: datetime, scan: Scan, *, is_proved: bool) -> Response:
    meetings, marks = queries.plan_of(g.training.id, g.enrolment.id)
    results = totals(meetings, marks, now).results
    result = next(result for result in results if result.meeting.id == meeting_id)
    page = render_template(
        "courses/attendance/scan.html",
        result=result,
        state=rules.state_of(result.meeting, now),
        now=now,
        is_proved=is_proved,
        check=scan.check,
        attendance_code=(request.view_args or {})["attendance_code"],
    )
    return make_response(page, 200 if is_proved or result.mark else 409)


def _judged(
    meeting: MeetingPlan | None, meetings: list[MeetingPlan], typed: str, now: datetime
) -> tuple[Scan, str]:
    """What a typed code is worth, and why it cannot be taken; empty if it can."""
    nothing = Scan(Check.UNKNOWN)
    if meeting is None:
        return nothing, str(_("Presensi sudah ditutup. Lapor ke panitia untuk dicatat."))
    if rules.state_of(meeting, now).phase is Phase.EARLY:
        opens = format_time(meeting.opens_at)
        return nothing, str(_("Presensi belum dibuka, mulai pukul %(time)s.", time=opens))
    others = [other for other in meetings if other.id != meeting.id]
    scan = scanning.judge(meeting, typed, now, others)
    if scan.other is not None and rules.state_of(scan.other, now).takes_marks:
        held = scanning.judge(scan.other, typed, now)  # open beside the one that runs: as scanned
        return replace(held, other=scan.other), str(PROBLEMS.get(held.check, ""))
    if scan.other is not None:
        names = {"other": scan.other.title, "meeting": meeting.title}
        return scan, str(
            _("Kode ini milik pertemuan lain, %(other)s. Sekarang %(meeting)s.", **names)
        )
    return scan, str(PROBLEMS.get(scan.check, ""))


def said_of(mark: AttendanceMark, meeting: MeetingPlan, *, is_new: bool) -> tuple[str, str]:
    """What stands in the register, and the kind of the message."""
    values = {"name": current_user.name, "meeting": meeting.title}
    if mark.status is not Status.PRESENT or mark.arrived_at is None:
        text = _("Panitia sudah mencatat Anda pada %(meeting)s. Lapor bila keliru.", **values)
        return text, "warn"
    values["time"] = format_time(mark.arrived_at)
    if not is_new:
        text = _("%(name)s sudah tercatat hadir pada %(meeting)s pukul %(time)s.", **values)
        return text, "info"
    if rules.is_late(meeting, mark.arrived_at):
        values["minutes"] = rules.minutes_in(mark.arrived_at - meeting.starts_at)
        said = _(
            "Tercatat: %(name)s hadir pada %(meeting)s pukul %(time)s, terlambat "
            "%(minutes)d menit.",
            **values,
        )
        return said, "message"
    return _("Tercatat: %(name)s hadir pada %(meeting)s pukul %(time)s.", **values), "message"
