"""Staff look at codes that were sent later, and let them count or not."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from courses.attendance import late_queries, late_services, queries, services
from courses.attendance.forms import VerdictForm
from courses.attendance.late_queries import LateLine
from courses.attendance.models import LateScan
from courses.attendance.totals import Mark, standing_of
from courses.attendance.views import bp
from courses.attendance.words import in_words
from lms import clock
from lms.db import db, transaction

MOST_AT_ONCE = 500


@bp.get("/pelatihan/<code>/kehadiran/belakangan")
def late(code: str) -> ResponseReturnValue:
    lines = late_queries.lines_of(g.training.id)
    groups = [
        (meeting, [line for line in lines if line.scan.meeting_id == meeting.id])
        for meeting in queries.meetings_of(g.training.id)
    ]
    return render_template(
        "courses/attendance/late.html",
        groups=[(meeting, found) for meeting, found in groups if found],
        expected=_expected(lines),
        me=current_user.person_id,
    )


@bp.route("/pelatihan/<code>/kehadiran/belakangan/<int:scan_id>", methods=["GET", "POST"])
def late_scan(code: str, scan_id: int) -> ResponseReturnValue:
    line = next((each for each in _lines() if each.scan.id == scan_id), None)
    if line is None:
        abort(404)
    form = VerdictForm()
    if not form.is_complete():
        expected = _expected([line])[scan_id]
        page = render_template(
            "courses/attendance/late_scan.html", form=form, line=line, expected=expected
        )
        return page, 422 if form.is_submitted() else 200
    flash(*_decided(line, form))
    return redirect(url_for(".late", code=code), 303)


@bp.post("/pelatihan/<code>/kehadiran/belakangan/<meeting_key>/semua")
def late_all(code: str, meeting_key: str) -> ResponseReturnValue:
    """Those that the page showed and against which nothing speaks."""
    shown = set(request.form.getlist("kode", type=int)[:MOST_AT_ONCE])
    lines = [line for line in _lines() if line.meeting_key == meeting_key and line.is_plain]
    ids = [line.scan.id for line in lines if line.scan.id in shown]
    if not lines:
        flash(_("Tidak ada lagi yang menunggu konfirmasi."), "info")
        return redirect(url_for(".late", code=code), 303)
    with transaction(lock=services.lock_of(lines[0].scan.meeting_id)):
        scans = [db.session.get_one(LateScan, scan_id) for scan_id in ids]
        count = late_services.confirm_all(scans, actor_id=current_user.person_id, at=clock.now())
    flash(ngettext("%(num)d kode dikonfirmasi.", "%(num)d kode dikonfirmasi.", count))
    return redirect(url_for(".late", code=code), 303)


def _decided(line: LateLine, form: VerdictForm) -> tuple[str, str]:
    who = {"actor_id": current_user.person_id, "at": clock.now()}
    is_accepted, reason = form.verdict.data == "terima", (form.reason.data or "").strip()
    with transaction(lock=services.lock_of(line.scan.meeting_id)):
        scan = db.session.get_one(LateScan, line.scan.id)
        if not is_accepted:
            late_services.refuse(scan, reason=reason, **who)
            return _("Kode %(name)s ditolak.", name=line.name), "message"
        if late_services.confirm(scan, **who):
            return _("Kehadiran %(name)s dicatat.", name=line.name), "message"
    text = _(
        "%(name)s sudah tercatat sebelumnya. Catatan itu tidak berubah; ubah lewat Koreksi bila "
        "perlu.",
        name=line.name,
    )
    return text, "warn"


def _lines() -> list[LateLine]:
    return late_queries.lines_of(g.training.id)


def _expected(lines: list[LateLine]) -> dict[int, str]:
    """By scan, what confirming it would put into the register."""
    plans = {meeting.id: meeting for meeting in queries.meetings_of(g.training.id)}
    found = {}
    for line in lines:
        mark = Mark("present", line.scan.shown_at)
        found[line.scan.id] = in_words(standing_of(plans[line.scan.meeting_id], mark), mark)
    return found
