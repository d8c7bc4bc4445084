"""Keying the sheets that came back: who is how far, and one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict

from courses.trainings.models import Enrolment
from lms import clock
from lms.db import db, let_go, transaction
from lms.errors import DomainError
from quizzes.attempts.locks import lock_of_quiz
from quizzes.printed import keyed, queries, rules, services
from quizzes.printed.forms import KeyForm
from quizzes.printed.models import PrintedPaper
from quizzes.printed.permissions import printed_or_404, seat_to_key
from quizzes.printed.queries import Entry, Printed
from quizzes.printed.views import bp
from quizzes.printed.words import STAGES, hint


@bp.get("/<paper_code>")
def sheets(code: str, quiz_key: str, paper_code: str) -> ResponseReturnValue:
    printed = printed_or_404(quiz_key, paper_code)
    return render_template(
        "quizzes/printed/sheets.html",
        printed=printed,
        sheets=queries.sheets_of(g.training.id, printed),
        stages=STAGES,
        me=current_user.person_id,
    )


@bp.get("/<paper_code>/<int:enrolment_id>")
def sheet(code: str, quiz_key: str, paper_code: str, enrolment_id: int) -> ResponseReturnValue:
    return _page(printed_or_404(quiz_key, paper_code), enrolment_id)


@bp.post("/<paper_code>/<int:enrolment_id>")
def key(code: str, quiz_key: str, paper_code: str, enrolment_id: int) -> ResponseReturnValue:
    printed, sent = printed_or_404(quiz_key, paper_code), request.form
    seat, person = seat_to_key(enrolment_id)
    form, name = KeyForm(sent, printed.paper), person.name
    now, printed_at = clock.now(), printed.row.printed_at
    reading = form.reading(printed_at=printed_at, now=now)
    if reading is None:
        return _page(printed, enrolment_id, form), 422
    values = printed.row.id, seat.id, reading, now
    try:
        stage = _keep(printed.quiz.id, *values)
    except DomainError as error:
        let_go()
        printed = printed_or_404(quiz_key, paper_code)
        return _page(printed, enrolment_id, form, error=error.message), error.status
    flash(f"{name}: {STAGES[stage]}.")
    if stage is rules.Stage.DIFFERING:
        return redirect(url_for(".sheet", **(request.view_args or {})), 303)
    here = url_for(".sheets", code=code, quiz_key=quiz_key, paper_code=paper_code)
    return redirect(f"{here}#p{enrolment_id}", 303)


def _keep(
    quiz_id: int, printed_id: int, enrolment_id: int, reading: services.Reading, now: datetime
) -> rules.Stage:
    with transaction(lock_of_quiz(quiz_id)):
        return services.keep_reading(
            db.session.get_one(PrintedPaper, printed_id),
            db.session.get_one(Enrolment, enrolment_id, populate_existing=True),
            reading,
            actor_id=current_user.person_id,
            at=now,
        )


def _page(
    printed: Printed, enrolment_id: int, form: KeyForm | None = None, *, error: str = ""
) -> str:
    seat, person = seat_to_key(enrolment_id)
    paper, entries = printed.paper, queries.entries_of(printed.row.id, enrolment_id)
    stage = queries.stage_of(paper, entries)
    is_open = stage is not rules.Stage.AGREED
    form = form or KeyForm(ImmutableMultiDict(), paper)
    return render_template(
        "quizzes/printed/sheet.html",
        printed=printed,
        person=person,
        seat=seat,
        entries=entries,
        stage=stage,
        error=error,
        refusal=services.why_not(printed.quiz, seat, clock.now()) if is_open else "",
        form=form,
        fields=_fields(printed, entries, form) if is_open else [],
        hint=hint,
        times=_usual_times(printed),
    )


def _fields(printed: Printed, entries: Sequence[Entry], form: KeyForm) -> list[dict[str, object]]:
    """The questions that are to be keyed now, with what was read of them where it differs.

    A long text is corrected rather than written once more: it begins with the last reading.
    """
    paper, rows = printed.paper, [entry.answers for entry in entries]
    fields: list[dict[str, object]] = []
    for number in rules.to_key(paper, rows):
        question = paper.questions[number - 1]
        read = [keyed.write(question, each) for each in rules.readings(number, rows)]
        by = [entry.by for entry in entries if number in entry.answers]
        is_long = question.kind == "essay"
        last = read[-1] if is_long and len(entries) > 1 else ""
        fields.append(
            {
                "number": number,
                "question": question,
                "before": list(zip(read, by, strict=True)) if len(entries) > 1 else [],
                "value": form.typed(number) or last,
                "error": form.error(number),
                "is_long": is_long,
            }
        )
    return fields


def _usual_times(printed: Printed) -> tuple[datetime, datetime]:
    """When the test was sat, as long as nobody says otherwise: after it was opened or printed."""
    now, quiz = clock.now(), printed.quiz
    opened_at = quiz.opened_at if quiz.opened_at and quiz.opened_at < now else None
    started_at = max(opened_at or printed.row.printed_at, printed.row.printed_at)
    return started_at, min(started_at + timedelta(minutes=quiz.minutes), now)
