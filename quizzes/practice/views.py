"""The list of who was observed, the sheet for observing, and what a trainee sees of it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.db import transaction
from lms.errors import wants_json
from lms.i18n import format_score, format_time
from quizzes.practice import queries, services
from quizzes.practice.forms import FINISH, ObservationForm
from quizzes.practice.permissions import observable_seat, seat_here
from quizzes.practice.queries import Seat
from quizzes.rubrics.forms import Sheet
from quizzes.rubrics.models import Rubric
from quizzes.rubrics.scoring import criteria_of
from quizzes.snippets.forms import INSERT
from quizzes.snippets.queries import usable

bp = Blueprint("practice", __name__)
FILTERS = {"belum": False, "sudah": True}


@bp.get("/pelatihan/<code>/praktik")
def index(code: str) -> ResponseReturnValue:
    seats = queries.seats(g.training.id, current_user.person_id)
    chosen = request.args.get("status", "")
    wanted = FILTERS.get(chosen)
    shown = [seat for seat in seats if wanted is None or bool(seat.observations) is wanted]
    return render_template(
        "quizzes/practice/index.html",
        regions=queries.by_region(shown),
        total=len(seats),
        done=sum(bool(seat.observations) for seat in seats),
        chosen=chosen,
        me=current_user.person_id,
    )


@bp.get("/pelatihan/<code>/praktik/<int:seat_id>")
def record(code: str, seat_id: int) -> ResponseReturnValue:
    seat = seat_here(seat_id)
    return render_template(
        "quizzes/practice/record.html",
        seat=seat,
        records=queries.records_of(seat.id),
        me=current_user.person_id,
    )


@bp.get("/pelatihan/<code>/praktik/<int:seat_id>/amati")
def page(code: str, seat_id: int) -> ResponseReturnValue:
    seat = observable_seat(seat_id)
    draft = queries.draft_of(seat.id, current_user.person_id)
    rubric = services.rubric_for(g.training, draft.rubric_id if draft else None)
    sheet = Sheet(criteria_of(rubric.content), dict(draft.levels) if draft else {})
    key, comment = (draft.key, draft.comment) if draft else (str(uuid4()), "")
    form = ObservationForm(formdata=None, key=key, comment=comment)
    return _sheet_page(seat, rubric, form, sheet)


@bp.post("/pelatihan/<code>/praktik/<int:seat_id>/amati")
def observe(code: str, seat_id: int) -> ResponseReturnValue:
    seat, form = observable_seat(seat_id), ObservationForm()
    rubric = services.rubric_for(g.training, form.rubric.data)
    sheet = Sheet(criteria_of(rubric.content))
    sheet.read(request.form)
    if form.action.data == INSERT:
        form.put_in(usable(g.training.id, current_user.person_id))
        return _sheet_page(seat, rubric, form, sheet)
    if not form.fits(sheet):
        return _refused(seat, rubric, form, sheet)
    act = services.finish if form.action.data == FINISH else services.save
    ticks, now = form.ticks(rubric, sheet), clock.now()
    try:
        with transaction(services.lock_of(seat.id)):
            act(seat, ticks, observer_id=current_user.person_id, at=now)
    except services.FinishedError as error:
        if wants_json():
            raise
        form.key.data = str(uuid4())  # sent again, it is another observation
        return _sheet_page(seat, rubric, form, sheet, conflict=error.message), 409
    return _answer(seat, form, sheet, now)


def _refused(
    seat: Seat, rubric: Rubric, form: ObservationForm, sheet: Sheet
) -> ResponseReturnValue:
    if wants_json():
        faults = [*sheet.errors.values(), *(each[0] for each in form.errors.values())]
        return jsonify(message=" ".join(str(fault) for fault in faults)), 422
    return _sheet_page(seat, rubric, form, sheet), 422


def _answer(seat: Seat, form: ObservationForm, sheet: Sheet, now: datetime) -> ResponseReturnValue:
    """The script goes on by itself: it is told the time, the message waits for the next page."""
    code, is_finished = g.training.code, form.action.data == FINISH
    if is_finished:
        score = format_score(sheet.points or 0)
        flash(_("Praktik %(name)s selesai diamati: %(score)s.", name=seat.name, score=score))
    if wants_json():
        return jsonify(saved_at=format_time(now))
    if is_finished:
        return redirect(url_for(".index", code=code), 303)
    flash(_("Draf pengamatan %(name)s tersimpan.", name=seat.name))
    return redirect(url_for(".page", code=code, seat_id=seat.id), 303)


def _sheet_page(
    seat: Seat, rubric: Rubric, form: ObservationForm, sheet: Sheet, *, conflict: str = ""
) -> str:
    draft = queries.draft_of(seat.id, current_user.person_id)
    return render_template(
        "quizzes/practice/observe.html",
        seat=seat,
        rubric=rubric,
        form=form,
        sheet=sheet,
        conflict=conflict,
        saved_at=draft.saved_at if draft else None,
        snippets=usable(g.training.id, current_user.person_id),
        earlier=len(queries.records_of(seat.id)),
    )


@bp.get("/pelatihan/<code>/praktik/hasil")
def mine(code: str) -> ResponseReturnValue:
    records = queries.records_of(g.enrolment.id)
    return render_template("quizzes/practice/mine.html", records=records)
