"""Where the work plans of a training are, and how they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.fieldwork import printing, queries
from courses.fieldwork.printing import Paper
from courses.fieldwork.rules import PlanState
from courses.fieldwork.views import bp
from lms.access import stranger
from lms.db import let_go, transaction
from lms.people.regions import BY_CODE, region_name


@bp.get("/pelatihan/<code>/rencana-kerja/daftar")
def index(code: str) -> ResponseReturnValue:
    lines = queries.lines_of(g.training.id)
    handed_in = [line for line in lines if line.submission is not None]
    codes = dict.fromkeys(line.region_code for line in handed_in if line.region_code)
    return render_template(
        "courses/fieldwork/index.html",
        lines=lines,
        handed_in=handed_in,
        accepted=sum(line.state is PlanState.ACCEPTED for line in lines),
        regions=codes,
        region_name=region_name,
        states=PlanState,
    )


@bp.post("/pelatihan/<code>/rencana-kerja/daftar.pdf")
def as_pdfs(code: str) -> ResponseReturnValue:
    """All plans that were handed in, or those of one kabupaten/kota."""
    region = request.form.get("wilayah") or None
    if region is not None and region not in BY_CODE:
        stranger()
    papers = printing.handed_in(queries.lines_of(g.training.id), region)
    if not papers:
        stranger()
    with transaction():
        printing.record_printing(g.training, number=len(papers), actor_id=current_user.person_id)
    return _printed(papers, f"rencana-kerja-{code}" + (f"-{region}" if region else ""))


@bp.get("/pelatihan/<code>/rencana-kerja/<int:seat_id>.pdf")
def as_pdf(code: str, seat_id: int) -> ResponseReturnValue:
    lines = queries.lines_of(g.training.id)
    line = next((one for one in lines if one.seat == seat_id), None)
    if line is None:
        stranger()
    is_own = g.enrolment is not None and g.enrolment.id == seat_id
    paper = printing.own(g.training, line, lines) if is_own else printing.of_one(line, lines)
    if paper is None:
        stranger()
    return _printed([paper], f"rencana-kerja-{code}-{seat_id}")


def _printed(papers: Sequence[Paper], name: str) -> Response:
    html = printing.html_of(g.training, papers)
    let_go()
    response = Response(printing.pdf_of(html), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
