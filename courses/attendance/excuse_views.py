"""Asking to be excused, answering that, and looking at a letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.attendance import excuse_queries, excuse_rules, excuses, queries
from courses.attendance.excuse_forms import AnswerForm, ExcuseForm
from courses.attendance.excuse_queries import ExcuseLine
from courses.attendance.excuses import Answer, Letter
from courses.attendance.models import Excuse
from courses.attendance.rules import MeetingPlan
from courses.attendance.services import ChangedMeanwhileError
from courses.attendance.totals import standing_of
from courses.attendance.views import bp
from courses.attendance.words import FACES
from courses.trainings.models import Enrolment
from lms import clock, handed, panels, sealed
from lms.db import db, let_go, transaction
from lms.i18n import say
from lms.web import limiter, person_or_network
from lms.words import InputError

# Drawing a photo anew takes the processor up to a second. A room shares a network, so each
# person is counted.
PER_PERSON = "10/minute"


@bp.route("/pelatihan/<code>/izin", methods=["GET", "POST"])
@limiter.limit(PER_PERSON, key_func=person_or_network, methods=["POST"])
def excuse(code: str) -> ResponseReturnValue:
    now, seat_id = clock.now(), g.enrolment.id
    plans = queries.meetings_of(g.training.id)
    form = ExcuseForm([plan for plan in plans if excuse_rules.may_be_asked(plan, now)])
    asked = form.asked()
    letter = _letter(form, seat_id) if asked else None
    if asked is None or letter is None:
        return _own_page(form, plans, seat_id), 422 if form.is_submitted() else 200
    kept = [letter.key] if letter.key else []
    with sealed.only_with_its_row(*kept), transaction(lock=excuses.ask_lock(seat_id)):
        seat = db.session.get_one(Enrolment, seat_id)
        excuses.ask(seat, asked, letter, actor_id=current_user.person_id, at=now)
    flash(_("Permohonan izin terkirim. Jawaban panitia tampil di halaman ini."))
    return redirect(url_for(".excuse", code=code), 303)


@bp.get("/pelatihan/<code>/izin/<int:excuse_id>/surat")
def letter(code: str, excuse_id: int) -> ResponseReturnValue:
    """Permissions have found the request and who may see its letter."""
    row: Excuse = g.excuse
    content = excuses.content_of(row)
    return sealed.shown(content, name=row.letter_name, media_type=row.letter_type)


@bp.get("/pelatihan/<code>/kehadiran/izin")
def excuse_list(code: str) -> ResponseReturnValue:
    return render_template(
        "courses/attendance/excuses.html",
        lines=excuse_queries.all_of(g.training.id),
        meetings=queries.meetings_of(g.training.id),
        faces=FACES,
    )


@bp.route("/pelatihan/<code>/kehadiran/izin/<int:excuse_id>", methods=["GET", "POST"])
def excuse_one(code: str, excuse_id: int) -> ResponseReturnValue:
    line, plans = _asked_for(excuse_id)
    form = AnswerForm(line, plans)
    answer = None if line.verdict else form.said()
    if answer is None:
        is_wrong = form.is_submitted() and line.verdict is None
        return _answer_page(form, line, plans), 422 if is_wrong else 200
    try:
        count = _decided(excuse_id, answer)
    except ChangedMeanwhileError as error:
        line, plans = _asked_for(excuse_id)
        return _answer_page(AnswerForm(line, plans), line, plans, conflict=error.message), 409
    if answer.is_granted:
        flash(_("Permohonan %(name)s dikabulkan, %(count)d kehadiran dicatat.",
                name=line.name, count=count))  # fmt: skip
    else:
        flash(_("Permohonan %(name)s ditolak.", name=line.name))
    return redirect(url_for(".excuse_list", code=code), 303)


def data(_context: panels.Context) -> dict[str, Any]:
    """The requests in a person's own export."""
    return {"permohonan_izin": excuse_queries.own_data(current_user.person_id)}


def _decided(excuse_id: int, answer: Answer) -> int:
    with transaction(lock=f"excuse {excuse_id}"):
        row = db.session.get_one(Excuse, excuse_id)
        return excuses.decide(row, answer, actor_id=current_user.person_id, at=clock.now())


def _letter(form: ExcuseForm, seat_id: int) -> Letter | None:
    """The sealed letter, an empty one where none was sent, or None where it cannot be kept."""
    sent = request.files.get("letter")
    if sent is None or not sent.filename:
        return Letter()
    name, content = sent.filename, sent.read()
    let_go()
    try:
        return excuses.sealed_letter(handed.handed_file(name, content), seat_id)
    except InputError as error:
        form.letter.errors = [say(error.words)]
        return None


def _asked_for(excuse_id: int) -> tuple[ExcuseLine, list[MeetingPlan]]:
    line = excuse_queries.find(g.training.id, excuse_id) or abort(404)
    plans = [plan for plan in queries.meetings_of(g.training.id) if plan.id in line.marks]
    return line, plans


def _own_page(form: ExcuseForm, plans: Sequence[MeetingPlan], seat_id: int) -> str:
    training = g.training
    return render_template(
        "courses/attendance/excuse.html",
        form=form,
        lines=excuse_queries.of_enrolment(training.id, seat_id),
        meetings=plans,
        faces=FACES,
        last_day=excuse_rules.last_day_of_letters(training.last_day, training.rules),
    )


def _answer_page(
    form: AnswerForm, line: ExcuseLine, plans: Sequence[MeetingPlan], *, conflict: str = ""
) -> str:
    return render_template(
        "courses/attendance/excuse_one.html",
        form=form,
        line=line,
        asked=[
            (plan, line.marks[plan.id], standing_of(plan, line.marks[plan.id])) for plan in plans
        ],
        faces=FACES,
        conflict=conflict,
        is_own=line.person_id == current_user.person_id,
    )
