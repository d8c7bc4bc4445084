"""Handing in a file as an answer, taking it away, and looking at it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock, handed, sealed
from lms.db import let_go, transaction
from lms.i18n import say
from lms.web import limiter, person_or_network
from lms.words import InputError
from quizzes.attempts import answer_files, forms, scoring, services
from quizzes.attempts.keeping import Kept, Outcome
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import AnswerFile
from quizzes.attempts.queries import Sitting
from quizzes.attempts.views import paper_page, sitting_or_404

bp = Blueprint("answer_files", __name__)

# Drawing a photo anew takes the processor up to a second. A room shares a network, so each
# person is counted.
PER_PERSON = "20/minute"


@bp.post("/pelatihan/<code>/tes/<quiz_key>/berkas/<int:number>")
@limiter.limit(PER_PERSON, key_func=person_or_network)
def hand_in(code: str, quiz_key: str, number: int) -> ResponseReturnValue:
    sitting = _sitting_with_file(quiz_key, number)
    sequence = _sequence(sitting)
    if sequence is None:
        return _too_late(quiz_key)
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        return paper_page(sitting, quiz_key, number, error=_("Pilih dahulu berkasnya.")), 422
    let_go()
    try:
        file = handed.handed_file(sent.filename, sent.read())
    except InputError as error:
        return paper_page(sitting, quiz_key, number, error=say(error.words)), 422
    row = answer_files.sealed(file, at=clock.now())
    return _told(_keep(sitting, number, row, sequence), quiz_key, number)


@bp.post("/pelatihan/<code>/tes/<quiz_key>/berkas/<int:number>/hapus")
def take_away(code: str, quiz_key: str, number: int) -> ResponseReturnValue:
    sitting = _sitting_with_file(quiz_key, number)
    sequence = _sequence(sitting)
    if sequence is None:
        return _too_late(quiz_key)
    return _told(_keep(sitting, number, None, sequence), quiz_key, number)


@bp.get("/pelatihan/<code>/berkas-jawaban/<key>")
def show(code: str, key: str) -> ResponseReturnValue:
    """Permissions have found the file and who may see it."""
    file: AnswerFile = g.answer_file
    content = answer_files.content_of(file)
    return sealed.shown(content, name=file.name, media_type=file.media_type)


def _sitting_with_file(quiz_key: str, number: int) -> Sitting:
    sitting = sitting_or_404(quiz_key)
    question = sitting.question(number)
    if question is None or question.kind != scoring.FILE:
        abort(404)
    return sitting


def _sequence(sitting: Sitting) -> int | None:
    """The page's count of this answer; None where it no longer takes one, or is an older page."""
    answer = forms.from_form(request)
    if answer is None or not answer.is_for(sitting):
        return None
    return answer.sequence


def _keep(sitting: Sitting, number: int, file: AnswerFile | None, sequence: int) -> Kept:
    attempt_id, now = sitting.attempt_id or 0, clock.now()
    kept = [file.file_key] if file else []
    with sealed.only_with_its_row(*kept), transaction(lock_of(attempt_id)):
        if not sitting.accepts(now):
            services.submit_attempt(attempt_id, actor_id=None, at=now)
        return answer_files.keep_file(attempt_id, number, file, sequence=sequence, at=now)


def _told(kept: Kept, quiz_key: str, number: int) -> ResponseReturnValue:
    if kept.outcome is Outcome.CLOSED:
        return _too_late(quiz_key)
    if kept.outcome is Outcome.STALE:
        flash(_("Berkas soal ini sudah diganti di tab lain. Di bawah ini yang tersimpan."), "warn")
    address = url_for("attempts.work", code=g.training.code, quiz_key=quiz_key, soal=number)
    return redirect(address, 303)


def _too_late(quiz_key: str) -> ResponseReturnValue:
    """On to where the attempt stands now: its result, or the newer one."""
    flash(_("Pengerjaan itu sudah berakhir. Perubahan berkas tidak disimpan."), "warn")
    return redirect(url_for("attempts.work", code=g.training.code, quiz_key=quiz_key), 303)
