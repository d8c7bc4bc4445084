"""The organiser's list of trainees: look, bring in a file in two steps, download, take off."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.roster import queries
from courses.roster.forms import ConfirmForm, SearchForm, UploadForm, WithdrawForm
from courses.roster.matching import Outcome, Plan, plan_import
from courses.roster.models import SeatChangeKind
from courses.roster.queries import Trainee
from courses.roster.reading import RosterReading, read_roster
from courses.roster.services import (
    FaultyRosterError,
    import_roster,
    record_export,
    withdraw_trainee,
)
from courses.roster.sheet import roster_sheet, roster_sheets
from courses.trainings.quota import ELEMENT_HEADS, ELEMENT_NAMES
from lms import clock, uploads
from lms.db import transaction
from lms.exports import CSV, XLSX, sheet_as_csv, xlsx_bytes
from lms.files import MissingFileError
from lms.i18n import local_date, say
from lms.people.identity import whatsapp_link
from lms.people.regions import BY_CODE
from lms.tables import read_tables
from lms.uploads import Upload
from lms.words import InputError

bp = Blueprint("roster", __name__, url_prefix="/pelatihan/<code>/peserta")


def page(name: str, **values: Any) -> str:
    """A page of the roster with the names of regions and elements at hand."""
    return render_template(
        f"courses/roster/{name}.html",
        regions=BY_CODE,
        Outcome=Outcome,
        element_heads=ELEMENT_HEADS,
        element_names=ELEMENT_NAMES,
        whatsapp_link=whatsapp_link,
        **values,
    )


@bp.get("")
def people(code: str) -> ResponseReturnValue:
    form = SearchForm(request.args)
    search = (form.cari.data or "")[:100]
    report = queries.seats_report(g.training, queries.seats(g.training.id))
    found = queries.trainees(g.training.id, search)
    exchanges = queries.exchanges(g.training.id)
    return page(
        "people",
        form=form,
        found=found,
        search=search,
        report=report,
        exchanges=exchanges,
        came={
            each.joined_id: each
            for each in reversed(exchanges)
            if each.kind is not SeatChangeKind.RETURN
        },
    )


@bp.route("/impor", methods=["GET", "POST"])
def upload(code: str) -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate_on_submit():
        return page("upload", form=form), 422 if form.is_submitted() else 200
    sent = form.roster.data
    content = sent.read()
    try:
        read(content)
    except InputError as error:
        form.roster.errors = [say(error.words)]
        return page("upload", form=form), 422
    key = uploads.keep(place(), content, sent.filename, actor_id=current_user.person_id)
    return redirect(url_for(".preview", code=code, key=key), 303)


def place() -> str:
    return f"roster:{g.training.id}"


def read(content: bytes) -> RosterReading:
    return read_roster(read_tables(content), today=local_date(clock.now()))


def reading_of(upload: Upload) -> RosterReading:
    try:
        return read(uploads.content_of(upload))
    except MissingFileError:  # imported by another press of the button a moment ago
        abort(404)


def preview_page(upload: Upload, reading: RosterReading, form: ConfirmForm) -> str:
    plan = plan_import(g.training.id, reading.participants, queries.replaced(g.training.id))
    return page(
        "preview",
        upload=upload,
        reading=reading,
        plan=plan,
        errors=(*reading.errors, *plan.conflicts),
        report=queries.seats_report(g.training, plan.seats()),
        form=form,
    )


@bp.get("/impor/<key>")
def preview(code: str, key: str) -> ResponseReturnValue:
    upload = uploads.find_or_404(place(), key)
    if upload.used_at is not None:
        return redirect(url_for(".people", code=code))
    return preview_page(upload, reading_of(upload), ConfirmForm())


@bp.post("/impor/<key>")
def confirm(code: str, key: str) -> ResponseReturnValue:
    upload, form = uploads.find_or_404(place(), key), ConfirmForm()
    if upload.used_at is not None:
        flash(_("Berkas ini sudah diimpor."))
        return redirect(url_for(".people", code=code), 303)
    reading = reading_of(upload)
    try:
        plan = import_upload(upload, reading, only_valid=form.only_valid.data)
    except FaultyRosterError as error:
        form.only_valid.errors = [f"{error.message}."]
        return preview_page(upload, reading, form), 422
    flash(outcome_of(plan))
    return redirect(url_for(".people", code=code), 303)


def import_upload(upload: Upload, reading: RosterReading, *, only_valid: bool) -> Plan:
    at = clock.now()
    with transaction():
        plan = import_roster(
            g.training,
            reading,
            actor_id=current_user.person_id,
            at=at,
            slip_days=current_app.config["SETTINGS"].slip_days,
            only_valid=only_valid,
        )
        uploads.mark_used(upload, at=at)
    return plan


def outcome_of(plan: Plan) -> str:
    text = _(
        "Daftar diimpor: %(new)s peserta baru, %(changed)s berubah, %(same)s tetap.",
        new=len(plan.of(Outcome.NEW, Outcome.BACK)),
        changed=len(plan.of(Outcome.CHANGED)),
        same=len(plan.of(Outcome.SAME)),
    )
    return str(text)


@bp.post("/unduh")
def download(code: str) -> ResponseReturnValue:
    content = xlsx_bytes(*roster_sheets(g.training, _taken("xlsx")))
    return send_file(
        io.BytesIO(content), XLSX, as_attachment=True, download_name=f"peserta-{code}.xlsx"
    )


@bp.post("/unduh.csv")
def download_csv(code: str) -> ResponseReturnValue:
    content = sheet_as_csv(roster_sheet(g.training.title, _taken("csv")))
    return send_file(
        io.BytesIO(content), CSV, as_attachment=True, download_name=f"peserta-{code}.csv"
    )


def _taken(form: str) -> Sequence[Trainee]:
    """The list that leaves the system as a file; who took it stays on record."""
    found = queries.trainees(g.training.id)
    with transaction():
        record_export(g.training, form=form, count=len(found), actor_id=current_user.person_id)
    return found


@bp.route("/<int:enrolment_id>/keluarkan", methods=["GET", "POST"])
def withdraw(code: str, enrolment_id: int) -> ResponseReturnValue:
    found = queries.trainee(g.training.id, enrolment_id)
    if found is None:
        abort(404)
    form = WithdrawForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return page("withdraw", form=form, seat=found[0], person=found[1]), status
    seat, name = found[0], found[1].name
    with transaction():
        withdraw_trainee(
            g.training,
            seat,
            reason=form.reason.data,
            actor_id=current_user.person_id,
            at=clock.now(),
        )
    flash(_("%(name)s tidak lagi terdaftar.", name=name))
    return redirect(url_for(".people", code=code), 303)
