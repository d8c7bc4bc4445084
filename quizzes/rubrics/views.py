"""The queue of work plans to grade, and the grading of one."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from courses.fieldwork.forms import PROGRAM_LABELS
from courses.fieldwork.services import PlanNotWaitingError, lock_of
from lms import clock
from lms.db import transaction
from lms.i18n import format_score
from quizzes.rubrics import queue as queues
from quizzes.rubrics import services
from quizzes.rubrics.forms import NEXT, RELEASE, RETURN, SAVE, GradingForm, ReleaseForm, Sheet
from quizzes.rubrics.models import Assessment, AssessmentState
from quizzes.rubrics.neighbours import neighbours
from quizzes.rubrics.permissions import gradable_work
from quizzes.rubrics.queue import Entry, Standing
from quizzes.rubrics.seconds import has_seconds
from quizzes.rubrics.stages import Stage
from quizzes.rubrics.work import Work
from quizzes.snippets.forms import INSERT
from quizzes.snippets.queries import Snippet, usable

bp = Blueprint("rubrics", __name__)
FILTERS = {
    "": None,
    "menunggu": {Standing.WAITING},
    "dinilai": {Standing.GRADED},
    "dirilis": {Standing.ACCEPTED, Standing.RETURNED},
    "kedua": {Standing.SECOND, Standing.DISPUTED},
    "belum-mengirim": {Standing.NOT_SENT},
}
ACTIONS = {
    SAVE: services.save,
    NEXT: services.save,
    RELEASE: services.release,
    RETURN: services.ask_for_revision,
}


CHANGED = (services.StaleAssessmentError, services.UnseenWorkError, PlanNotWaitingError)


@bp.get("/pelatihan/<code>/penilaian")
def queue(code: str) -> ResponseReturnValue:
    entries = queues.queue(g.training.id)
    chosen = request.args.get("status", "")
    wanted = FILTERS.get(chosen)
    return render_template(
        "quizzes/rubrics/queue.html",
        entries=[entry for entry in entries if wanted is None or entry.standing in wanted],
        counts=queues.counts(entries),
        chosen=chosen,
        standings=Standing,
        me=current_user.person_id,
        has_seconds=has_seconds(g.training.id),
    )


@bp.get("/pelatihan/<code>/penilaian/<int:submission_id>")
def page(code: str, submission_id: int) -> ResponseReturnValue:
    found = gradable_work(submission_id)
    if found.is_hidden_from(current_user.person_id):
        return _unseen(found)
    row = found.assessment
    sheet = Sheet(found.criteria, dict(row.levels) if row is not None else {})
    comment = row.comment if row is not None else ""
    form = GradingForm(formdata=None, comment=comment, revision=found.revision)
    return _grading_page(found, form, sheet)


@bp.post("/pelatihan/<code>/penilaian/<int:submission_id>")
def grade(code: str, submission_id: int) -> ResponseReturnValue:
    found, form = gradable_work(submission_id), GradingForm()
    if form.submission.data != submission_id:
        raise services.StaleAssessmentError(_("Isian itu milik rencana kerja lain."))
    sheet = Sheet(found.criteria)
    sheet.read(request.form)
    if form.action.data == INSERT:
        form.put_in(_snippets())
        return _grading_page(found, form, sheet)
    if not form.fits(found, sheet):
        return _grading_page(found, form, sheet), 422
    act = ACTIONS.get(form.action.data, services.save)
    try:
        with transaction(lock_of(g.training.id)):
            found = gradable_work(submission_id)
            who = current_user.person_id
            row = act(found, form.grade(sheet), assessor_id=who, at=clock.now())
    except CHANGED as error:
        found = gradable_work(submission_id)
        form.revision.data = found.revision  # saving again is decided with both in sight
        return _grading_page(found, form, sheet, conflict=error.message), 409
    _tell(form.action.data, found, row)
    return redirect(_onward(form.action.data, submission_id), 303)


def _unseen(found: Work) -> ResponseReturnValue:
    """The blind sheet, where one is wanted; else somebody is at it."""
    if found.stage is Stage.WAITING:
        code, submission_id = g.training.code, found.submission.id
        return redirect(url_for("moderation.page", code=code, submission_id=submission_id), 303)
    raise services.UnseenWorkError(_("Rencana kerja ini sedang dinilai fasilitator lain."))


def _tell(action: str, found: Work, row: Assessment) -> None:
    """Name the person: the next page is somebody else's."""
    is_released = row.state is AssessmentState.RELEASED
    if action in {RELEASE, RETURN} and not is_released:
        flash(_("Nilai %(name)s tersimpan dan menunggu penilaian kedua.", name=found.name))
    elif action == RETURN:
        flash(_("Rencana kerja %(name)s dikembalikan untuk diperbaiki.", name=found.name))
    elif action == RELEASE:
        score = format_score(row.score or 0)
        flash(_("Nilai %(name)s dirilis: %(score)s.", name=found.name, score=score))
    else:
        flash(_("Draf nilai %(name)s tersimpan.", name=found.name))


def _onward(action: str, submission_id: int) -> str:
    code = g.training.code
    if action == SAVE:
        return url_for(".page", code=code, submission_id=submission_id)
    entries = queues.queue(g.training.id)
    following = neighbours(entries, submission_id, current_user.person_id).following
    if following is None:
        return url_for(".queue", code=code)
    return url_for(".page", code=code, submission_id=following)


def _snippets() -> list[Snippet]:
    return usable(g.training.id, current_user.person_id)


def _grading_page(found: Work, form: GradingForm, sheet: Sheet, *, conflict: str = "") -> str:
    entries = queues.queue(g.training.id)
    return render_template(
        "quizzes/rubrics/grading.html",
        work=found,
        form=form,
        sheet=sheet,
        conflict=conflict,
        is_unseen=found.is_hidden_from(current_user.person_id),
        around=neighbours(entries, found.submission.id, current_user.person_id),
        programs=PROGRAM_LABELS,
        snippets=_snippets(),
    )


@bp.get("/pelatihan/<code>/penilaian/rilis")
def confirm_release(code: str) -> ResponseReturnValue:
    drafts = _own_excluded(Standing.GRADED)
    ready = [one for one in drafts if one.may_be_released]
    items = " ".join(f"{entry.submission_id}:{entry.revision}" for entry in ready)
    return render_template(
        "quizzes/rubrics/release.html",
        ready=ready,
        blocked=[one for one in drafts if one not in ready],
        form=ReleaseForm(formdata=None, items=items),
    )


@bp.post("/pelatihan/<code>/penilaian/rilis")
def release(code: str) -> ResponseReturnValue:
    revisions, who = ReleaseForm().revisions(), current_user.person_id
    with transaction(lock_of(g.training.id)):
        ids = [one.submission_id for one in _own_excluded(Standing.GRADED)]
        works = [gradable_work(one) for one in ids if one in revisions]
        count = services.release_all(works, revisions, assessor_id=who, at=clock.now())
    left = len(revisions) - count
    flash(ngettext("%(num)d nilai dirilis.", "%(num)d nilai dirilis.", count))
    if left:
        flash(_("%(number)s tidak dirilis karena sudah berubah.", number=left), "warn")
    return redirect(url_for(".queue", code=code), 303)


def _own_excluded(standing: Standing) -> list[Entry]:
    entries = queues.queue(g.training.id)
    me = current_user.person_id
    return [one for one in entries if one.standing is standing and one.person_id != me]
