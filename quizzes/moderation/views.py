"""The list of work with a second marker, the blind sheet, and both side by side."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.fieldwork.forms import PROGRAM_LABELS
from courses.fieldwork.services import lock_of
from lms import clock
from lms.db import transaction
from quizzes.moderation import figures, queries, services
from quizzes.moderation.forms import FINISH, RulingForm, SecondForm
from quizzes.moderation.models import AdjudicationKind
from quizzes.moderation.permissions import markable_piece, open_pair
from quizzes.moderation.queries import Pair
from quizzes.moderation.rules import setting_of
from quizzes.moderation.services import Mark, Ruling
from quizzes.rubrics.forms import Sheet
from quizzes.rubrics.stages import Stage
from quizzes.rubrics.work import Work

bp = Blueprint("moderation", __name__)


@bp.get("/pelatihan/<code>/penilaian/kedua")
def index(code: str) -> ResponseReturnValue:
    found = queries.pieces(g.training)
    return render_template(
        "quizzes/moderation/index.html",
        pieces=found,
        figures=figures.of(found),
        setting=setting_of(g.training.rules),
        stages=Stage,
        me=current_user.person_id,
    )


@bp.get("/pelatihan/<code>/penilaian/<int:submission_id>/kedua")
def page(code: str, submission_id: int) -> ResponseReturnValue:
    work, piece = markable_piece(submission_id)
    row = piece.second
    if piece.stage is not Stage.WAITING:
        return redirect(url_for(".pair", code=code, submission_id=submission_id))
    sheet = Sheet(work.criteria, dict(row.levels) if row else {})
    form = SecondForm(formdata=None, comment=row.comment if row else "")
    return _second_page(work, form, sheet)


@bp.post("/pelatihan/<code>/penilaian/<int:submission_id>/kedua")
def mark(code: str, submission_id: int) -> ResponseReturnValue:
    work, _piece = markable_piece(submission_id)
    form, sheet = SecondForm(), Sheet(work.criteria)
    sheet.read(request.form)
    if not form.fits(sheet):
        return _second_page(work, form, sheet), 422
    said, who = Mark(sheet.levels, form.comment.data or ""), current_user.person_id
    is_finished = form.action.data == FINISH
    with transaction(lock_of(g.training.id)):
        work, piece = markable_piece(submission_id)
        if is_finished:
            services.finish(g.training, work, piece, said, assessor_id=who, at=clock.now())
        else:
            services.save(work, piece, said, assessor_id=who, at=clock.now())
    if not is_finished:
        flash(_("Draf penilaian kedua %(name)s tersimpan.", name=work.name))
        return redirect(url_for(".page", code=code, submission_id=submission_id), 303)
    flash(_("Penilaian kedua %(name)s selesai.", name=work.name))
    return redirect(url_for(".pair", code=code, submission_id=submission_id), 303)


def _second_page(work: Work, form: SecondForm, sheet: Sheet) -> str:
    return render_template(
        "quizzes/moderation/second.html",
        work=work,
        form=form,
        sheet=sheet,
        programs=PROGRAM_LABELS,
    )


@bp.get("/pelatihan/<code>/penilaian/<int:submission_id>/banding")
def pair(code: str, submission_id: int) -> ResponseReturnValue:
    found = open_pair(submission_id)
    last = found.said[-1].row if found.said else None
    sheet = Sheet(found.work.criteria, dict(last.levels) if last else {})
    return _pair_page(found, RulingForm(formdata=None, number=len(found.said)), sheet)


@bp.post("/pelatihan/<code>/penilaian/<int:submission_id>/banding")
def rule(code: str, submission_id: int) -> ResponseReturnValue:
    found, form = open_pair(submission_id), RulingForm()
    sheet = Sheet(found.work.criteria)
    sheet.read(request.form)
    if not form.fits(sheet):
        return _pair_page(found, form, sheet), 422
    ruling = Ruling(sheet.levels, form.reason.data or "", form.number.data or 0)
    try:
        with transaction(lock_of(g.training.id)):
            found, who = open_pair(submission_id), current_user.person_id
            row = services.rule(found, ruling, person_id=who, at=clock.now())
    except services.ChangedError as error:
        found = open_pair(submission_id)
        form.number.data = len(found.said)
        return _pair_page(found, form, sheet, conflict=error.message), 409
    if row.kind is AdjudicationKind.PROPOSED:
        flash(_("Usulan tersimpan. Penilai lain menyetujuinya, atau orang ketiga memutuskan."))
    else:
        flash(_("Nilai %(name)s sudah ditetapkan dan dapat dirilis.", name=found.work.name))
    return redirect(url_for(".pair", code=code, submission_id=submission_id), 303)


def _pair_page(found: Pair, form: RulingForm, sheet: Sheet, *, conflict: str = "") -> str:
    return render_template(
        "quizzes/moderation/pair.html",
        pair=found,
        work=found.work,
        form=form,
        sheet=sheet,
        conflict=conflict,
        programs=PROGRAM_LABELS,
        kinds=AdjudicationKind,
        stages=Stage,
        is_marker=current_user.person_id in {found.second.first_id, found.second.assessor_id},
    )
