"""Photos of a signed sheet: attaching, showing, and taking away with a reason."""

from __future__ import annotations

import io

from flask import Response, abort, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from courses.attendance import paper_queries, scans, services
from courses.attendance.models import SheetScan
from courses.attendance.paper_forms import RemoveScanForm
from courses.attendance.paper_views import paper_page
from courses.attendance.scans import Sealed
from courses.attendance.staff_views import plan_or_404
from courses.attendance.views import bp
from courses.trainings.models import Meeting
from lms import clock, handed
from lms.db import db, let_go, transaction
from lms.i18n import say
from lms.web import FILE_POLICY, limiter, person_or_network
from lms.words import InputError

# Drawing a photo anew takes the processor up to a second.
PER_PERSON = "20/minute"
MOST_AT_ONCE = 6


@bp.post("/pelatihan/<code>/hadir/<meeting_key>/kertas/berkas")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def attach_scan(code: str, meeting_key: str) -> ResponseReturnValue:
    plan = plan_or_404(meeting_key)
    sent = [each for each in request.files.getlist("berkas") if each.filename]
    if not sent:
        return paper_page(plan, error=_("Pilih dahulu berkasnya.")), 422
    if len(sent) > MOST_AT_ONCE:
        text = _("Pilih paling banyak %(most)d berkas sekaligus.", most=MOST_AT_ONCE)
        return paper_page(plan, error=text), 422
    let_go()
    files = []
    for each in sent:
        try:
            files.append(_checked(each))
        except InputError as error:
            return paper_page(plan, error=f"{each.filename}: {say(error.words)}"), 422
    sealed = [scans.sealed(file, plan.id, digest=digest) for file, digest in files]
    count = _kept(plan.id, sealed)
    if count < len(sealed):
        flash(_("Berkas yang sama sudah ada, jadi tidak ditambahkan lagi."), "info")
    if count:
        flash(ngettext("%(num)d berkas dilampirkan.", "%(num)d berkas dilampirkan.", count))
    return redirect(url_for(".paper", code=code, meeting_key=meeting_key), 303)


def _checked(sent: FileStorage) -> tuple[handed.HandedFile, str]:
    data = sent.read()
    return handed.handed_file(sent.filename or "", data), scans.digest_of(data)


def _kept(meeting_id: int, sealed: list[Sealed]) -> int:
    try:
        with transaction(lock=services.lock_of(meeting_id)):
            row = db.session.get_one(Meeting, meeting_id)
            return scans.keep(row, sealed, actor_id=current_user.person_id, at=clock.now())
    except BaseException:
        scans.forget(sealed)
        raise


@bp.get("/pelatihan/<code>/hadir/<meeting_key>/kertas/berkas/<int:scan_id>")
def scan_file(code: str, meeting_key: str, scan_id: int) -> ResponseReturnValue:
    scan = _scan(meeting_key, scan_id)
    response: Response = send_file(
        io.BytesIO(scans.content_of(scan)),
        mimetype=scan.media_type,
        download_name=scan.file_name,
        as_attachment=scan.media_type == handed.PDF,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route(
    "/pelatihan/<code>/hadir/<meeting_key>/kertas/berkas/<int:scan_id>/hapus",
    methods=["GET", "POST"],
)
def remove_scan(code: str, meeting_key: str, scan_id: int) -> ResponseReturnValue:
    plan, scan, form = plan_or_404(meeting_key), _scan(meeting_key, scan_id), RemoveScanForm()
    if not form.validate_on_submit():
        page = render_template(
            "courses/attendance/remove_scan.html", form=form, meeting=plan, scan=scan
        )
        return page, 422 if form.is_submitted() else 200
    with transaction(lock=services.lock_of(plan.id)):
        scans.take_away(
            db.session.get_one(SheetScan, scan_id),
            db.session.get_one(Meeting, plan.id),
            reason=(form.reason.data or "").strip(),
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    flash(_("Berkas dihapus. Catatannya tetap ada."))
    return redirect(url_for(".paper", code=code, meeting_key=meeting_key), 303)


def _scan(meeting_key: str, scan_id: int) -> SheetScan:
    return paper_queries.find_scan(g.training.id, meeting_key, scan_id) or abort(404)
