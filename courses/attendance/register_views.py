"""The register: everybody's attendance as a grid, one person's, and both as files."""

from __future__ import annotations

import io

from flask import abort, g, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.attendance import (
    excuse_queries,
    history,
    late_queries,
    printing,
    queries,
    reports,
    rules,
    services,
)
from courses.attendance.forms import RegionForm
from courses.attendance.registers import Register, region_name, register_of
from courses.attendance.views import bp
from courses.attendance.words import FACES, SOURCES
from lms import clock
from lms.db import transaction
from lms.exports import CSV, XLSX, sheet_as_csv, xlsx_bytes


@bp.get("/pelatihan/<code>/kehadiran")
def board(code: str) -> ResponseReturnValue:
    now = clock.now()
    register = register_of(g.training, now, request.args.get("wilayah", ""))
    return render_template(
        "courses/attendance/board.html",
        meetings=[(meeting, rules.state_of(meeting, now)) for meeting in register.meetings],
        register=register,
        form=RegionForm(register),
        faces=FACES,
        region_name=region_name,
        required=g.training.rules["attendance_percent"],
        waiting=excuse_queries.waiting_count(g.training.id),
        late=sum(late_queries.waiting_of(g.training.id).values()),
    )


@bp.get("/pelatihan/<code>/kehadiran/<int:enrolment_id>")
def person(code: str, enrolment_id: int) -> ResponseReturnValue:
    trainee = queries.trainee_of(g.training.id, enrolment_id) or abort(404)
    return render_template(
        "courses/attendance/person.html",
        trainee=trainee,
        totals=queries.totals_of(g.training, enrolment_id, clock.now()),
        faces=FACES,
        history=history.of_person(enrolment_id),
        sources=SOURCES,
    )


@bp.post("/pelatihan/<code>/hadir.xlsx")
def sheet(code: str) -> ResponseReturnValue:
    content = xlsx_bytes(*reports.attendance_sheets(g.training, _taken("xlsx")))
    return send_file(
        io.BytesIO(content), XLSX, as_attachment=True, download_name=f"kehadiran-{code}.xlsx"
    )


@bp.post("/pelatihan/<code>/hadir.csv")
def history_csv(code: str) -> ResponseReturnValue:
    """Each mark with its time: what another program can count by itself."""
    content = sheet_as_csv(reports.history_sheet(g.training, _taken("csv")))
    return send_file(
        io.BytesIO(content), CSV, as_attachment=True, download_name=f"kehadiran-{code}.csv"
    )


@bp.post("/pelatihan/<code>/hadir.pdf")
def printed(code: str) -> ResponseReturnValue:
    content = printing.print_register(g.training, _taken("pdf"))
    return send_file(
        io.BytesIO(content),
        "application/pdf",
        as_attachment=True,
        download_name=f"kehadiran-{code}.pdf",
    )


def _taken(form: str) -> Register:
    """The register that leaves the system as a file; who took it stays on record."""
    register = register_of(g.training, clock.now(), request.form.get("wilayah", ""))
    with transaction():
        services.record_export(
            g.training,
            form=form,
            region=register.region,
            count=len(register.lines),
            actor_id=current_user.person_id,
        )
    return register
