"""What trainees say about speakers and the training, and the summary for the office."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.evaluation import queries, reports, services
from courses.evaluation.forms import ballot_form, levels_in
from courses.evaluation.queries import Line
from courses.evaluation.rules import FEWEST, State
from lms import clock
from lms.db import transaction
from lms.exports import XLSX, xlsx_bytes

bp = Blueprint("evaluation", __name__)


@bp.get("/pelatihan/<code>/evaluasi")
def index(code: str) -> ResponseReturnValue:
    lines = queries.lines_of(g.training, g.enrolment.id, clock.now())
    return render_template("courses/evaluation/index.html", lines=lines)


@bp.route("/pelatihan/<code>/evaluasi/<subject_key>", methods=["GET", "POST"])
def answer(code: str, subject_key: str) -> ResponseReturnValue:
    line = _line_or_404(subject_key)
    if line.state is not State.OPEN:
        flash(_refusals()[line.state], "warn")
        return redirect(url_for(".index", code=code), 303)
    subject, seat_id = line.subject, g.enrolment.id
    box = queries.boxes_of(g.training.id).get(subject.name)
    written = queries.form_of(subject, box, g.training)
    form = ballot_form(written)
    if not form.validate_on_submit():
        page = render_template(
            "courses/evaluation/answer.html", form=form, written=written, subject=subject
        )
        return page, 422 if form.is_submitted() else 200
    levels, comment = levels_in(form, written), form.comment.data
    with transaction(services.lock_of(g.training.id)):
        is_in = services.cast(g.training, subject, seat_id, levels, comment)
    flash(_("Terima kasih. Jawaban Anda sudah masuk, tanpa nama.") if is_in else _refused())
    return redirect(url_for(".index", code=code), 303)


def _refusals() -> dict[State, str]:
    return {
        State.WAITING: _("Evaluasi ini belum dibuka."),
        State.DONE: _refused(),
        State.CLOSED: _("Evaluasi ini sudah ditutup."),
    }


def _refused() -> str:
    return str(_("Anda sudah mengisi evaluasi ini. Satu orang mengisi satu kali."))


def _line_or_404(subject_key: str) -> Line:
    lines = queries.lines_of(g.training, g.enrolment.id, clock.now())
    found = next((line for line in lines if line.subject.key == subject_key), None)
    if found is None:
        abort(404)
    return found


@bp.get("/pelatihan/<code>/evaluasi/hasil")
def results(code: str) -> ResponseReturnValue:
    return render_template(
        "courses/evaluation/results.html",
        summaries=reports.summaries_of(g.training),
        trainees=queries.trainee_count(g.training.id),
        fewest=FEWEST,
    )


@bp.get("/pelatihan/<code>/evaluasi/tutup")
def ask_close(code: str) -> ResponseReturnValue:
    return render_template(
        "courses/evaluation/close.html",
        summaries=reports.summaries_of(g.training),
        trainees=queries.trainee_count(g.training.id),
        fewest=FEWEST,
    )


@bp.post("/pelatihan/<code>/evaluasi/tutup")
def close(code: str) -> ResponseReturnValue:
    with transaction(services.lock_of(g.training.id)):
        closed = services.close(g.training, actor_id=current_user.person_id, at=clock.now())
    flash(_("Evaluasi ditutup.") if closed else _("Evaluasi sudah ditutup sebelumnya."))
    return redirect(url_for(".results", code=code), 303)


@bp.post("/pelatihan/<code>/evaluasi.xlsx")
def as_xlsx(code: str) -> ResponseReturnValue:
    training_id, actor_id = g.training.id, current_user.person_id
    with transaction():
        reports.record_export(g.training, actor_id=actor_id)
    sheets = reports.sheets_of(g.training, queries.trainee_count(training_id), at=clock.now())
    response = Response(xlsx_bytes(*sheets), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="evaluasi-{code}.xlsx"'
    return response
