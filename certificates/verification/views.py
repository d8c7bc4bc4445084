"""The public page that says whether a certificate is genuine, for whom and for what.

It shows what is printed on the paper, marks too, so that a changed paper can be seen: whoever
has the code holds the paper. Only the NIP is left out; NIK, phone and e-mail are not printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates.badges import queries as badges
from certificates.document.sentences import titled
from certificates.register import queries, standing
from certificates.register.codes import LONGEST, typed
from certificates.register.rules import State
from certificates.verification.answers import public_facts, words_for_programs
from certificates.verification.forms import FileForm
from lms import clock, crypto
from lms.errors import wants_json
from lms.web import limiter

if TYPE_CHECKING:
    from certificates.verification.comparing import Comparison

bp = Blueprint("verification", __name__)
LIMIT = "60 per minute"
LIMIT_OF_FILES = "20 per minute"


@bp.get("/v")
def ask() -> ResponseReturnValue:
    asked = request.args.get("kode", "").strip()
    if asked:
        return redirect(url_for(".show", code=crypto.typed_code(asked[:LONGEST]) or "-"))
    return render_template("certificates/verify_ask.html", form=FileForm())


@bp.post("/v/berkas")
@limiter.limit(LIMIT_OF_FILES)
def compare() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate_on_submit():
        if wants_json():
            return jsonify(message=form.file.errors[0]), 422
        return render_template("certificates/verify_ask.html", form=form), 422
    from certificates.verification import comparing  # noqa: PLC0415 - heavy: only here

    found = comparing.compare(form.file.data.read())
    state = standing.of_one(found.entry, clock.now()) if found.entry else None
    if wants_json():
        number = found.entry.certificate.number if found.entry else None
        return jsonify(finding=found.finding, number=number, status=_status(found, state))
    return render_template("certificates/verify_file.html", found=found, state=state)


def _status(found: Comparison, state: State | None) -> str:
    """Of the file. One that was changed shares nothing with the certificate that it names."""
    return words_for_programs(found.entry if found.finding == "genuine" else None, state)


@bp.get("/v/<code>")
@limiter.limit(LIMIT)
def show(code: str) -> ResponseReturnValue:
    found = typed(code)
    entry = queries.by_code(found) if found else None
    status = 200 if entry else 404
    state = standing.of_one(entry, clock.now()) if entry else None
    if wants_json():
        return jsonify(public_facts(entry, state)), status
    page = render_template(
        "certificates/verify.html",
        entry=entry,
        state=state,
        titled=titled,
        has_badge=bool(entry and badges.given_out([entry.certificate.id])),
    )
    return page, status
