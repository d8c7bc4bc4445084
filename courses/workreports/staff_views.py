"""Staff see whose report is where, read one beside its plan, and answer it."""

from __future__ import annotations

from collections import Counter

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.fieldwork.forms import PROGRAM_LABELS
from courses.trainings.models import Enrolment
from courses.workreports import printing, queries, reminding, reports, rules, services
from courses.workreports.forms import DONE_LABELS, AnswerForm
from courses.workreports.queries import Line
from courses.workreports.rules import Standing
from courses.workreports.services import Answer
from courses.workreports.views import bp
from lms import clock, panels
from lms.access import stranger
from lms.db import db, let_go, transaction
from lms.exports import XLSX, xlsx_bytes
from lms.i18n import local_date
from lms.people.regions import region_name

FILTERS = {
    "terlambat": None,
    "belum": Standing.NOT_BEGUN,
    "draf": Standing.DRAFT,
    "terkirim": Standing.SENT,
    "dikembalikan": Standing.RETURNED,
    "diterima": Standing.ACCEPTED,
}


@bp.get("/pelatihan/<code>/laporan-kerja/daftar")
def index(code: str) -> ResponseReturnValue:
    now = clock.now()
    lines = queries.with_scores(g.training, queries.lines_of(g.training, local_date(now)), now)
    chosen = request.args.get("status", "")
    return render_template(
        "courses/workreports/index.html",
        lines=[line for line in lines if _is_wanted(line, chosen)],
        counts=Counter(line.standing for line in lines),
        overdue=sum(line.is_overdue for line in lines),
        regions=reports.by_region(lines),
        region_name=region_name,
        chosen=chosen,
        standings=Standing,
        due=rules.due_day(g.training.last_day, g.training.rules),
        panels=panels.of("work_report.list", panels.Context(g.training, g.roles, None, now)),
        reminder=reminding.reminder_of(g.training, current_app.config["SETTINGS"].public_url),
    )


def _is_wanted(line: Line, chosen: str) -> bool:
    if chosen == "terlambat":
        return line.is_overdue
    return chosen not in FILTERS or line.standing is FILTERS[chosen]


@bp.post("/pelatihan/<code>/laporan-kerja/daftar.xlsx")
def as_xlsx(code: str) -> ResponseReturnValue:
    with transaction():
        reports.record_export(g.training, actor_id=current_user.person_id)
    now = clock.now()
    lines = queries.with_scores(g.training, queries.lines_of(g.training, local_date(now)), now)
    sheets = reports.sheets_of(g.training, lines, at=now)
    response = Response(xlsx_bytes(*sheets), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="laporan-kerja-{code}.xlsx"'
    return response


@bp.get("/pelatihan/<code>/laporan-kerja/<int:seat_id>")
def one(code: str, seat_id: int) -> ResponseReturnValue:
    return _page(seat_id, None)


@bp.post("/pelatihan/<code>/laporan-kerja/<int:seat_id>")
def answer(code: str, seat_id: int) -> ResponseReturnValue:
    line, form = _line_or_404(seat_id), AnswerForm()
    if not form.fits():
        return _page(seat_id, form), 422
    try:
        _answer(seat_id, form)
    except services.ReportNotWaitingError as error:
        return _page(seat_id, form, conflict=error.message), 409
    if form.is_accepting:
        flash(_("Laporan kerja %(name)s diterima.", name=line.name))
    else:
        flash(_("Laporan kerja %(name)s dikembalikan untuk diperbaiki.", name=line.name))
    return redirect(url_for(".index", code=code), 303)


def _answer(seat_id: int, form: AnswerForm) -> None:
    said = Answer(
        submission_id=form.submission.data,
        is_accepted=form.is_accepting,
        comment=form.comment.data,
        reviewer_id=current_user.person_id,
    )
    with transaction(services.lock_of(seat_id)):
        row = services.report_of(seat_id)
        if row is None:
            stranger()
        services.answer(row, db.session.get_one(Enrolment, seat_id), said, at=clock.now())


@bp.get("/pelatihan/<code>/laporan-kerja/<int:seat_id>.pdf")
def as_pdf(code: str, seat_id: int) -> ResponseReturnValue:
    line, desk = _line_or_404(seat_id), queries.desk_of(seat_id)
    if not desk.history:
        stranger()
    (line,) = queries.with_scores(g.training, [line], clock.now())
    html = printing.html_of(g.training, line, desk)
    let_go()
    response = Response(printing.pdf_of(html), mimetype="application/pdf")
    name = f"laporan-kerja-{code}-{seat_id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _line_or_404(seat_id: int) -> Line:
    line = queries.line_of(g.training, seat_id, local_date(clock.now()))
    if line is None:
        stranger()
    return line


def _page(seat_id: int, form: AnswerForm | None, *, conflict: str = "") -> str:
    line, desk = _line_or_404(seat_id), queries.desk_of(seat_id)
    newest = desk.history[0] if desk.history else None
    if form is None or conflict:
        form = AnswerForm(formdata=None, comment=form.comment.data if form else "")
        form.submission.data = newest.submission.id if newest else 0
    seat = db.session.get_one(Enrolment, seat_id)
    context = panels.Context(g.training, g.roles, seat, clock.now())
    return render_template(
        "courses/workreports/one.html",
        line=line,
        desk=desk,
        newest=newest,
        form=form,
        conflict=conflict,
        criteria=panels.of("work_report.criteria", context),
        scores=panels.of("work_report.staff", context) if newest else [],
        programs=PROGRAM_LABELS,
        done_labels=DONE_LABELS,
        standings=Standing,
        is_own=line.person_id == current_user.person_id,
    )
