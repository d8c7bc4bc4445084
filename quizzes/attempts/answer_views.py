"""Keeping one answer: by the page's script at every tap, or by a plain form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from lms import clock
from lms.db import transaction
from lms.i18n import format_clock, format_time
from quizzes.attempts import forms, queries, services
from quizzes.attempts.forms import AnswerInput
from quizzes.attempts.locks import lock_of
from quizzes.attempts.queries import Sitting
from quizzes.attempts.services import Kept, Outcome
from quizzes.attempts.views import paper_page, sitting_or_404

bp = Blueprint("answers", __name__)


@bp.put("/pelatihan/<code>/tes/<quiz_key>/jawaban/<int:number>")
def save(code: str, quiz_key: str, number: int) -> ResponseReturnValue:
    sitting: Sitting = g.sitting
    question = sitting.question(number)
    if question is None:
        abort(404)
    answer = forms.from_json(request.get_json(silent=True))
    if answer is None or not answer.fits(question):
        return jsonify(error="invalid", message=_("Jawaban ini tidak dapat dibaca.")), 422
    kept = keep_answer(sitting, number, answer)
    if kept.outcome is Outcome.CLOSED:
        return jsonify(_ending(sitting, answer.attempt, code, quiz_key)), 409
    state = {
        "sequence": kept.sequence,
        "choices": kept.choices,
        "remaining": sitting.remaining_seconds(clock.now()),
    }
    if kept.outcome is Outcome.STALE:
        return jsonify(error="stale", **state), 409
    return jsonify(saved_at=format_clock(clock.now()), **state)


@bp.get("/pelatihan/<code>/tes/<quiz_key>/waktu")
def time(code: str, quiz_key: str) -> ResponseReturnValue:
    """What an open page asks when it comes back: the time left, and a token that is valid."""
    sitting: Sitting = g.sitting
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
    question = sitting.question(number)
    answer = forms.from_form(request)
    if question is None or answer is None or not answer.fits(question):
        if not sitting.accepts(clock.now()):
            return redirect(url_for("attempts.work", code=code, quiz_key=quiz_key), 303)
        error = _("Pilih jawaban dari pilihan yang tersedia.")
        return paper_page(sitting, quiz_key, number, error=error), 422
    if not answer.says_nothing or not answer.is_for(sitting):
        kept = keep_answer(sitting, number, answer)
        if kept.outcome is Outcome.CLOSED:
            ending = _ending(sitting, answer.attempt, code, quiz_key)
            flash(ending["message"], "warn")
            return redirect(ending["result"], 303)
        if kept.outcome is Outcome.STALE:
            flash(_("Soal ini sudah dijawab di tab lain. Jawaban di bawah yang tersimpan."), "warn")
            return redirect(_question_url(code, quiz_key, number), 303)
    return redirect(_next_url(sitting, code, quiz_key, number), 303)


def keep_answer(sitting: Sitting, number: int, answer: AnswerInput) -> Kept:
    """Store it while the attempt takes answers; what comes too late ends the attempt."""
    now = clock.now()
    if sitting.attempt_id is None or not answer.is_for(sitting):
        return Kept(Outcome.CLOSED, [], 0)
    with transaction(lock_of(sitting.attempt_id)):
        if sitting.submitted_at is None and not sitting.accepts(now):
            services.submit_attempt(sitting.attempt_id, actor_id=None, at=now)
        return services.save_answer(
            sitting.attempt_id, number, answer.choices, sequence=answer.sequence, at=now
        )


def _ending(sitting: Sitting, number: int, code: str, quiz_key: str) -> dict[str, Any]:
    """When the attempt ended and its receipt, for a page that did not know."""
    attempt = queries.ended_attempt(sitting.training_id, sitting.enrolment_id, quiz_key, number)
    if attempt is None or attempt.submitted_at is None:
        abort(404)
    return {
        "error": "closed",
        "message": _(
            "Tes ini sudah dikumpulkan pukul %(time)s. Jawaban terakhir tidak disimpan.",
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
