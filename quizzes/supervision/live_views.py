"""The room during a test: everybody on one page, and what is done for one or for all."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from courses.trainings.models import Enrolment
from lms import clock
from lms.db import db, transaction
from lms.people.regions import BY_CODE
from quizzes.attempts.locks import lock_of_quiz
from quizzes.attempts.models import Intervention
from quizzes.bank.models import Quiz
from quizzes.supervision import acting, histories, late_queries, live_queries, words
from quizzes.supervision import windows as windows_of
from quizzes.supervision.forms import ActForm, TimeForm
from quizzes.supervision.live_queries import Place
from quizzes.supervision.rules import Act, Standing
from quizzes.supervision.views import bp, row_or_404, state_of


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>/langsung")
def live(code: str, quiz_key: str) -> ResponseReturnValue:
    return render_template("quizzes/supervision/live.html", **_values(quiz_key))


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>/langsung/isi")
def live_part(code: str, quiz_key: str) -> ResponseReturnValue:
    """What changes on the page; its script asks for it every few seconds."""
    return render_template("quizzes/supervision/live_part.html", **_values(quiz_key))


def _values(quiz_key: str) -> dict[str, Any]:
    quiz, now = row_or_404(quiz_key).Quiz, clock.now()
    found = live_queries.places(quiz.id, now)
    return {
        "quiz": quiz,
        "state": state_of(quiz),
        "places": found,
        "counts": live_queries.counts(found),
        "late": late_queries.count_of(g.training.id, quiz_key),
        "standings": Standing,
        "acts": Act,
        "regions": BY_CODE,
        "me": current_user.person_id,
        "words": words,
        "now": now,
    }


@bp.get("/pelatihan/<code>/tes/kelola/<quiz_key>/peserta/<int:enrolment_id>")
def person(code: str, quiz_key: str, enrolment_id: int) -> ResponseReturnValue:
    quiz, place = _place_or_404(quiz_key, enrolment_id)
    return render_template(
        "quizzes/supervision/person.html",
        quiz=quiz,
        place=place,
        history=histories.of_person(quiz.id, enrolment_id),
        **_about_people(),
    )


@bp.route(
    "/pelatihan/<code>/tes/kelola/<quiz_key>/peserta/<int:enrolment_id>/<act>",
    methods=["GET", "POST"],
)
def act(code: str, quiz_key: str, enrolment_id: int, act: str) -> ResponseReturnValue:
    quiz, _seat = _place_or_404(quiz_key, enrolment_id)
    form, deed, quiz_id = ActForm(), _act_or_404(act), quiz.id
    if request.method == "GET":
        return _act_page(quiz_key, enrolment_id, deed, form)
    order = form.order(deed, current_user.person_id, clock.now())
    if order is None:
        return _act_page(quiz_key, enrolment_id, deed, form), 422
    try:
        with transaction(lock_of_quiz(quiz_id)):
            enrolment = db.session.get_one(Enrolment, enrolment_id)
            made = acting.act(db.session.get_one(Quiz, quiz_id), enrolment, order)
    except acting.StaleActError as error:
        return _act_page(quiz_key, enrolment_id, deed, form, conflict=error.message), 409
    flash(_told(made, _place_or_404(quiz_key, enrolment_id)[1]))
    return redirect(url_for(".live", code=code, quiz_key=quiz_key), 303)


def _act_or_404(name: str) -> Act:
    if name not in set(Act):
        abort(404)
    return Act(name)


def _act_page(
    quiz_key: str, enrolment_id: int, deed: Act, form: ActForm, *, conflict: str = ""
) -> str:
    """The form; where something happened meanwhile, with what stands now, to decide anew."""
    quiz, place = _place_or_404(quiz_key, enrolment_id)
    if request.method == "GET" or conflict:
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        form.seen.data = acting.subject_of(quiz, enrolment, clock.now()).seen
    return render_template(
        "quizzes/supervision/act.html",
        quiz=quiz,
        place=place,
        act=deed,
        form=form,
        conflict=conflict,
        history=histories.of_person(quiz.id, enrolment_id),
        **_about_people(),
    )


def _about_people() -> dict[str, Any]:
    return {
        "standings": Standing,
        "acts": Act,
        "regions": BY_CODE,
        "me": current_user.person_id,
        "words": words,
        "now": clock.now(),
    }


def _told(made: Intervention, place: Place) -> str:
    return f"{place.row.name}: {words.deed(made)}."


@bp.route("/pelatihan/<code>/tes/kelola/<quiz_key>/waktu", methods=["GET", "POST"])
def time(code: str, quiz_key: str) -> ResponseReturnValue:
    quiz, form = row_or_404(quiz_key).Quiz, TimeForm()
    if request.method == "GET":
        return _time_page(quiz_key, form)
    if not form.is_complete():
        return _time_page(quiz_key, form), 422
    quiz_id = quiz.id
    try:
        with transaction(lock_of_quiz(quiz_id)):
            told = _changed(db.session.get_one(Quiz, quiz_id), form)
    except windows_of.ShortensError as error:
        return _time_page(quiz_key, form, shortens=error.message), error.status
    except acting.StaleActError as error:
        return _time_page(quiz_key, form, conflict=error.message), 409
    flash(told)
    return redirect(url_for(".live", code=code, quiz_key=quiz_key), 303)


def _changed(quiz: Quiz, form: TimeForm) -> str:
    change = form.change(current_user.person_id, clock.now())
    if form.what.data == "minutes":
        count = windows_of.add_minutes(quiz, form.minutes.data, change)
        told: str = ngettext(
            "%(minutes)s menit ditambahkan untuk %(num)d peserta yang sedang mengerjakan.",
            "%(minutes)s menit ditambahkan untuk %(num)d peserta yang sedang mengerjakan.",
            count,
            minutes=form.minutes.data,
        )
        return told
    closes_at = form.closes_at if form.what.data == "closing" else None
    windows_of.change_closing(quiz, closes_at, change, may_shorten=form.may_shorten.data)
    return words.closing(closes_at)


def _time_page(quiz_key: str, form: TimeForm, *, shortens: str = "", conflict: str = "") -> str:
    row = row_or_404(quiz_key)
    if request.method == "GET" or conflict:
        form.seen.data = windows_of.seen_of(row.Quiz)
    return render_template(
        "quizzes/supervision/time.html",
        row=row,
        quiz=row.Quiz,
        state=state_of(row.Quiz),
        form=form,
        shortens=shortens,
        conflict=conflict,
    )


def _place_or_404(quiz_key: str, enrolment_id: int) -> tuple[Quiz, Place]:
    quiz: Quiz = row_or_404(quiz_key).Quiz
    place = live_queries.place_of(quiz.id, enrolment_id, clock.now())
    if place is None or g.training.id != quiz.training_id:
        abort(404)
    return quiz, place
