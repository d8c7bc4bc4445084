"""Keeping one answer: by the page's script at every tap, or by a plain form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from lms import clock
from lms.db import transaction
from lms.i18n import format_clock, format_time
from quizzes.attempts import forms, keeping, papers, queries, scoring, services, words
from quizzes.attempts.forms import AnswerInput
from quizzes.attempts.keeping import Kept, Outcome
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import Attempt
from quizzes.attempts.papers import PaperQuestion
from quizzes.attempts.queries import Sitting
from quizzes.attempts.views import paper_page, sitting_or_404

bp = Blueprint("answers", __name__)


@bp.put("/pelatihan/<code>/tes/<quiz_key>/jawaban/<int:number>")
def save(code: str, quiz_key: str, number: int) -> ResponseReturnValue:
    answer = forms.from_json(request.get_json(silent=True))
    if answer is None:
        return _unreadable()
    sat = _sat(g.sitting, answer, quiz_key)
    question = sat.question(number)
    if question is None:
        abort(404)
    answer = answer.cleaned(question)
    if question.kind == scoring.FILE or not answer.fits(question):
        return _unreadable()
    kept = keep_answer(sat, number, answer)
    if kept.outcome is Outcome.CLOSED:
        return jsonify(_ending(sat, code, quiz_key)), 409
    state = {
        "sequence": kept.sequence,
        "choices": kept.choices,
        "remaining": sat.sitting.remaining_seconds(clock.now()),
    }
    if kept.outcome is Outcome.STALE:
        return jsonify(error="stale", **state), 409
    return jsonify(saved_at=format_clock(kept.saved_at), **state)


def _unreadable() -> ResponseReturnValue:
    return jsonify(error="invalid", message=_("Jawaban ini tidak dapat dibaca.")), 422


@bp.get("/pelatihan/<code>/tes/<quiz_key>/waktu")
def time(code: str, quiz_key: str) -> ResponseReturnValue:
    """What a page of before asks when it comes back; those of now send a beat."""
    return _standing(g.sitting)


@bp.post("/pelatihan/<code>/tes/<quiz_key>/denyut")
def beat(code: str, quiz_key: str) -> ResponseReturnValue:
    """An open page says every half minute that it is there, and hears how much time is left."""
    sitting: Sitting = g.sitting
    named = forms.attempt_named(request.get_json(silent=True))
    if sitting.attempt_id is not None and named == sitting.number:
        with transaction(lock_of(sitting.attempt_id)):
            keeping.note_seen(sitting.attempt_id, at=clock.now())
    return _standing(sitting)


def _standing(sitting: Sitting) -> ResponseReturnValue:
    return jsonify(
        attempt=sitting.number,
        remaining=sitting.remaining_seconds(clock.now()),
        is_submitted=sitting.submitted_at is not None,
        csrf_token=generate_csrf(),
    )


@bp.post("/pelatihan/<code>/tes/<quiz_key>/kerjakan")
def keep(code: str, quiz_key: str) -> ResponseReturnValue:
    sitting = sitting_or_404(quiz_key)
    number = request.form.get("soal", 0, type=int)
    answer = forms.from_form(request)
    sat = _sat(sitting, answer, quiz_key) if answer else Sat(sitting)
    question = sat.question(number)
    if question is not None and question.kind == scoring.FILE:
        return redirect(_next_url(sitting, code, quiz_key, number), 303)  # saved by its own form
    answer = answer.cleaned(question) if answer and question else None
    if question is None or answer is None or not answer.fits(question):
        if not sitting.accepts(clock.now()):
            return redirect(url_for("attempts.work", code=code, quiz_key=quiz_key), 303)
        return paper_page(sitting, quiz_key, number, error=words.misfit(question)), 422
    if not _goes_on_without(sat, number, answer):
        kept = keep_answer(sat, number, answer)
        if kept.outcome is Outcome.CLOSED:
            return _turned_away(sat, code, quiz_key)
        if kept.outcome is Outcome.STALE:
            message = _("Soal ini sudah dijawab di tab lain. Jawaban di bawah ini yang tersimpan.")
            flash(message, "warn")
            return redirect(_question_url(code, quiz_key, number), 303)
    return redirect(_next_url(sitting, code, quiz_key, number), 303)


def _goes_on_without(sat: Sat, number: int, answer: AnswerInput) -> bool:
    """Nothing chosen where nothing is stored; where something is, an old tab must be told."""
    if not answer.says_nothing or sat.ended is not None:
        return False
    return number not in queries.answers(sat.attempt_id)


@dataclass(frozen=True)
class Sat:
    """The attempt that an answer is for: the latest, or one before it that has ended."""

    sitting: Sitting
    ended: Attempt | None = None

    @property
    def number(self) -> int:
        return self.ended.number if self.ended else self.sitting.number or 0

    @property
    def attempt_id(self) -> int:
        return self.ended.id if self.ended else self.sitting.attempt_id or 0

    def question(self, number: int) -> PaperQuestion | None:
        if self.ended is None:
            return self.sitting.question(number)
        return papers.thaw(self.ended.paper).question(number)


def _sat(sitting: Sitting, answer: AnswerInput, quiz_key: str) -> Sat:
    if answer.is_for(sitting):
        return Sat(sitting)
    where = (sitting.training_id, sitting.enrolment_id, quiz_key)
    ended = queries.ended_attempt(*where, answer.attempt)
    if ended is None:
        abort(404)
    return Sat(sitting, ended)


def keep_answer(sat: Sat, number: int, answer: AnswerInput) -> Kept:
    """Store it while the attempt takes answers; what comes too late ends it, and is logged."""
    now = clock.now()
    with transaction(lock_of(sat.attempt_id)):
        if sat.ended is None and sat.sitting.submitted_at is None and not sat.sitting.accepts(now):
            services.submit_attempt(sat.attempt_id, actor_id=None, at=now)
        return keeping.save_answer(
            sat.attempt_id,
            number,
            answer.choices,
            sequence=answer.sequence,
            at=now,
            stamp=answer.stamp,
        )


def _turned_away(sat: Sat, code: str, quiz_key: str) -> ResponseReturnValue:
    ending = _ending(sat, code, quiz_key)
    flash(ending["message"], "warn")
    return redirect(ending["result"], 303)


def _ending(sat: Sat, code: str, quiz_key: str) -> dict[str, Any]:
    """When the attempt ended and its receipt, for a page that did not know."""
    sitting, number = sat.sitting, sat.number
    attempt = queries.ended_attempt(sitting.training_id, sitting.enrolment_id, quiz_key, number)
    if attempt is None or attempt.submitted_at is None:
        abort(404)
    return {
        "error": "closed",
        "message": _(
            "Tes ini sudah dikumpulkan pukul %(time)s. Jawaban yang tiba sesudahnya dicatat, "
            "tetapi tidak ikut dinilai.",
            time=format_time(attempt.submitted_at),
        ),
        "submitted_at": format_clock(attempt.submitted_at),
        "receipt": attempt.receipt,
        "result": url_for("attempts.result", code=code, quiz_key=quiz_key, number=number),
    }


def _next_url(sitting: Sitting, code: str, quiz_key: str, number: int) -> str:
    goes_back = request.form.get("tujuan") == "kembali"
    target = max(number - 1, 1) if goes_back else number + 1
    if target > len(sitting.questions):
        return url_for("attempts.review", code=code, quiz_key=quiz_key)
    return _question_url(code, quiz_key, target)


def _question_url(code: str, quiz_key: str, number: int) -> str:
    return url_for("attempts.work", code=code, quiz_key=quiz_key, soal=number)
