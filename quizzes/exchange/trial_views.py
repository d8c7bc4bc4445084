"""The page that shows the questions of a file as trainees would see them."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms import uploads
from lms.words import InputError
from quizzes.exchange import services
from quizzes.exchange.trial import trial_of
from quizzes.exchange.views import found_in, page, place

bp = Blueprint("question_trial", __name__, url_prefix="/pelatihan/<code>/soal")


@bp.get("/impor/<key>/tampilan")
def show(code: str, key: str) -> ResponseReturnValue:
    upload = uploads.find_or_404(place(), key)
    if upload.used_at is not None:
        return redirect(url_for("exchange.upload", code=code))
    module = request.args.get("modul", "")
    try:
        plan = services.check_questions(g.training, found_in(upload), module)
    except InputError:
        abort(404)
    shown = trial_of(plan, request.args.get("halaman", 1, type=int))
    kept = {name: request.args[name] for name in ("format", "modul") if request.args.get(name)}
    here = {"code": code, "key": key, **kept}
    return page("trial", upload=upload, shown=shown, here=here)
