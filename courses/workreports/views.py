"""A trainee's own work report: written, kept as a draft, sent."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.fieldwork.forms import PROGRAM_LABELS
from courses.trainings.models import Enrolment
from courses.workreports import photos, queries, rules, services
from courses.workreports.forms import DONE_LABELS, PHOTO, ReportForm
from courses.workreports.models import WorkReport
from courses.workreports.photos import Taken
from courses.workreports.queries import Desk
from courses.workreports.rules import MOST_PHOTOS, MOST_ROWS, Report, ReportState
from lms import clock, crypto, panels, sealed
from lms.db import db, let_go, transaction
from lms.errors import DomainError, wants_json
from lms.i18n import format_date, format_moment, local_date, say
from lms.web import limiter, person_or_network
from lms.words import InputError

bp = Blueprint("workreports", __name__)

PER_PERSON = "60/minute"  # drafts are saved while somebody writes


class NotOpenError(DomainError):
    """There is nothing to report before the training is over."""


@bp.app_template_filter("typed_day")
def typed_day(text: str) -> str:
    """A day as it was typed, in words where it can be read as one."""
    day = rules.read_day(text)
    return format_date(day) if day else text


@bp.get("/pelatihan/<code>/laporan-kerja")
def report(code: str) -> ResponseReturnValue:
    desk = queries.desk_of(g.enrolment.id)
    return _page(desk, _form_of(desk, desk.stored))


@bp.post("/pelatihan/<code>/laporan-kerja")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def save_report(code: str) -> ResponseReturnValue:
    form, desk = ReportForm(), queries.desk_of(g.enrolment.id)
    refuse_unless_open(desk)
    form.read_captions(request.form, {photo.id for photo in desk.photos})
    if not form.validate() or (form.is_sending and not form.may_be_sent(_today())):
        return _refused(desk, form)
    typed = form.report()
    written = desk.beside(typed)
    has_moved = written != typed if form.is_sending else written.plan_id != typed.plan_id
    if has_moved and (form.is_sending or wants_json()):
        return _conflict(form, written, _("Rencana kerja Anda berubah sejak halaman ini dibuka."))
    try:
        row = _store(form, written, _photo_in(form))
    except InputError as error:
        form.photo.errors = [say(error.words)]
        return _refused(desk, form)
    except (services.StaleReportError, photos.TooManyPhotosError) as error:
        return _conflict(form, written, error.message)
    return _stored(form, written, row)


def refuse_unless_open(desk: Desk) -> None:
    training, today = g.training, _today()
    is_open = rules.is_open(training.last_day, today, has_accepted_plan=desk.has_accepted_plan)
    if not is_open:
        raise NotOpenError(_("Laporan kerja dibuka pada hari terakhir pelatihan."))


def _photo_in(form: ReportForm) -> Taken | None:
    """The photo that came with the form, drawn anew. Raises InputError where it is none."""
    sent = request.files.get("photo")
    if form.action.data != PHOTO or sent is None or not sent.filename:
        return None
    name, data, seat_id = sent.filename, sent.read(), g.enrolment.id
    let_go()
    return photos.taken(name, data, key="", enrolment_id=seat_id)


def _store(form: ReportForm, written: Report, photo: Taken | None) -> WorkReport:
    seat_id, who, at = g.enrolment.id, current_user.person_id, clock.now()
    revision = form.revision.data or 0
    kept = [photo.file_key] if photo else []
    with sealed.only_with_its_row(*kept), transaction(services.lock_of(seat_id)):
        seat = db.session.get_one(Enrolment, seat_id)
        if form.is_sending:
            row = services.report_of(seat_id)
            shown = photos.standing_of(row.id) if row is not None else []
            services.send(seat, written, shown, revision=revision, actor_id=who, at=at)
            return services.begun(seat_id, at)
        row = services.save_draft(seat_id, written, revision=revision, at=at)
        if photo is not None:
            photos.add(seat, photo, actor_id=who, at=at)
        if form.dropped_photo is not None:
            photos.remove(seat, form.dropped_photo, actor_id=who, at=at)
        return row


def _stored(form: ReportForm, written: Report, row: WorkReport) -> ResponseReturnValue:
    if wants_json():
        saved = _("Draf tersimpan %(moment)s", moment=format_moment(row.saved_at))
        return jsonify(revision=row.revision, saved=saved)
    if form.is_sending:
        flash(_("Laporan kerja terkirim. Fasilitator akan memeriksanya."))
    anchor = form.anchor(written)
    return redirect(url_for(".report", code=g.training.code, _anchor=anchor), 303)


def _refused(desk: Desk, form: ReportForm) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=_("Ada isian yang terlalu panjang. Perbaiki, lalu simpan.")), 422
    return _page(desk, form), 422


def _conflict(form: ReportForm, written: Report, message: str) -> ResponseReturnValue:
    """Show both versions; saving again from here is a decision made with both in sight."""
    if wants_json():
        return jsonify(message=message), 409
    desk = queries.desk_of(g.enrolment.id)
    again = _form_of(desk, desk.beside(written))
    again.numbers_are_safe.data = form.numbers_are_safe.data
    return _page(desk, again, conflict=message), 409


def _form_of(desk: Desk, shown: Report) -> ReportForm:
    form = ReportForm(formdata=None, obj=shown, revision=desk.revision, plan_id=desk.plan_id)
    form.captions = dict(shown.captions)
    return form


def _page(desk: Desk, form: ReportForm, *, conflict: str = "") -> str:
    training, today = g.training, _today()
    context = panels.Context(training, g.roles, g.enrolment, clock.now())
    return render_template(
        "courses/workreports/report.html",
        desk=desk,
        form=form,
        conflict=conflict,
        suspects=form.suspects() if form.is_sending else [],
        is_open=rules.is_open(training.last_day, today, has_accepted_plan=desk.has_accepted_plan),
        due=rules.due_day(training.last_day, training.rules),
        late=desk.late(training, today),
        criteria=panels.of("work_report.criteria", context),
        results=panels.of("work_report.result", context),
        programs=PROGRAM_LABELS,
        done_labels=DONE_LABELS,
        states=ReportState,
        limits={"rows": MOST_ROWS, "photos": MOST_PHOTOS},
        who=crypto.person_label(current_user.person_id),
    )


def _today() -> date:
    return local_date(clock.now())
