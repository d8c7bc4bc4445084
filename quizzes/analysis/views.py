"""The pages of the analysis, and all of it as one workbook."""

from __future__ import annotations

import io

from flask import Blueprint, abort, g, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import audit, clock
from lms.db import let_go, transaction
from lms.exports import XLSX
from quizzes.analysis import charts, findings, printing, queries, reports, tables, words

bp = Blueprint("analysis", __name__)


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>/analisis")
def items(code: str, quiz_key: str) -> ResponseReturnValue:
    quiz = queries.quiz_of(g.training.id, quiz_key) or abort(404)
    found = tables.items_of(quiz)
    return render_template(
        "quizzes/analysis/items.html",
        quiz=quiz,
        found=found,
        words=words,
        findings=findings,
        bars=charts.histogram(found.scores),
        charts=charts,
    )


@bp.get("/pelatihan/<code>/tes/perbandingan")
def comparison(code: str) -> ResponseReturnValue:
    tests = tables.tests_of(g.training)
    found = tables.comparison_of(g.training, tests)
    lines = charts.dumbbell((person.seat.name, pair) for person, pair in found.ranked)
    return render_template(
        "quizzes/analysis/comparison.html",
        tests=tests,
        found=found,
        words=words,
        findings=findings,
        lines=lines,
        charts=charts,
    )


@bp.post("/pelatihan/<code>/tes/analisis.xlsx")
def workbook(code: str) -> ResponseReturnValue:
    content = reports.results_xlsx(g.training, at=clock.now())
    _record("xlsx")
    return send_file(
        io.BytesIO(content), XLSX, as_attachment=True, download_name=f"hasil-tes-{code}.xlsx"
    )


@bp.post("/pelatihan/<code>/tes/analisis.pdf")
def printed(code: str) -> ResponseReturnValue:
    html = printing.results_html(g.training, at=clock.now())
    _record("pdf")
    let_go()
    return send_file(
        io.BytesIO(printing.results_pdf(html)),
        "application/pdf",
        as_attachment=True,
        download_name=f"hasil-tes-{code}.pdf",
    )


def _record(form: str) -> None:
    """Who takes everybody's results out of the system stays on record."""
    training = g.training
    with transaction():
        audit.record(
            "results.exported",
            training,
            actor_id=current_user.person_id,
            training_id=training.id,
            form=form,
        )
