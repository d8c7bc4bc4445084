"""The queue of work reports to score, and the scoring of one."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.fieldwork.forms import PROGRAM_LABELS
from courses.workreports.forms import DONE_LABELS
from courses.workreports.queries import desk_of
from courses.workreports.rules import ReportState, report_from
from courses.workreports.services import lock_of
from lms import clock
from lms.db import transaction
from lms.i18n import format_score
from quizzes.reportscores import services, work
from quizzes.reportscores.forms import ScoreForm
from quizzes.reportscores.permissions import scorable_work
from quizzes.reportscores.work import ReportWork
from quizzes.rubrics.forms import NEXT, Sheet
from quizzes.rubrics.neighbours import Neighbours, around
from quizzes.rubrics.services import StaleAssessmentError
from quizzes.snippets.forms import INSERT
from quizzes.snippets.queries import Snippet, usable

bp = Blueprint("reportscores", __name__)


@bp.get("/pelatihan/<code>/laporan-kerja/nilai")
def queue(code: str) -> ResponseReturnValue:
    entries = work.queue(g.training.id)
    return render_template(
        "quizzes/reportscores/queue.html",
        entries=entries,
        waiting=sum(entry.is_waiting for entry in entries),
        states=ReportState,
        me=current_user.person_id,
    )


@bp.get("/pelatihan/<code>/laporan-kerja/nilai/<int:submission_id>")
def page(code: str, submission_id: int) -> ResponseReturnValue:
    found = scorable_work(submission_id)
    row = found.assessment
    sheet = Sheet(found.criteria, dict(row.levels) if row is not None else {})
    comment = row.comment if row is not None else ""
    return _page(found, ScoreForm(formdata=None, comment=comment, revision=found.revision), sheet)


@bp.post("/pelatihan/<code>/laporan-kerja/nilai/<int:submission_id>")
def save(code: str, submission_id: int) -> ResponseReturnValue:
    found, form = scorable_work(submission_id), ScoreForm()
    if form.submission.data != submission_id:
        raise StaleAssessmentError(_("Isian itu milik laporan lain."))
    sheet = Sheet(found.criteria)
    sheet.read(request.form)
    if form.action.data == INSERT:
        form.put_in(_snippets())
        return _page(found, form, sheet)
    if not form.fits(sheet):
        return _page(found, form, sheet), 422
    try:
        with transaction(lock_of(found.seat.id)):
            found = scorable_work(submission_id)
            who = current_user.person_id
            row = services.save(found, form.grade(sheet), assessor_id=who, at=clock.now())
    except StaleAssessmentError as error:
        found = scorable_work(submission_id)
        form.revision.data = found.revision  # saving again is decided with both in sight
        return _page(found, form, sheet, conflict=error.message), 409
    score = format_score(row.score)
    flash(_("Nilai laporan %(name)s tersimpan: %(score)s.", name=found.name, score=score))
    return redirect(_onward(form.action.data, submission_id), 303)


def _onward(action: str, submission_id: int) -> str:
    code = g.training.code
    if action != NEXT:
        return url_for(".page", code=code, submission_id=submission_id)
    following = _around(submission_id).following
    if following is None:
        return url_for(".queue", code=code)
    return url_for(".page", code=code, submission_id=following)


def _around(submission_id: int) -> Neighbours:
    """Own reports are passed over."""
    me = current_user.person_id
    others = [entry for entry in work.queue(g.training.id) if entry.person_id != me]
    waiting = [entry.submission_id for entry in others if entry.is_waiting]
    return around([entry.submission_id for entry in others], waiting, submission_id)


def _snippets() -> list[Snippet]:
    return usable(g.training.id, current_user.person_id)


def _page(found: ReportWork, form: ScoreForm, sheet: Sheet, *, conflict: str = "") -> str:
    report = report_from(found.submission.content)
    return render_template(
        "quizzes/reportscores/scoring.html",
        work=found,
        form=form,
        sheet=sheet,
        conflict=conflict,
        around=_around(found.submission.id),
        report=report,
        planned=desk_of(found.seat.id).plans.get(report.plan_id, ()),
        programs=PROGRAM_LABELS,
        done_labels=DONE_LABELS,
        snippets=_snippets(),
        states=ReportState,
    )
